/** A chart on the page. */
export interface DrawnChart {
  setOption(option: object, replaceAll?: boolean): void;
  /** Where a place on the axes lies, in pixels from the left and the top. */
  convertToPixel(finder: { seriesIndex: number }, at: [number, number]): [number, number];
  resize(): void;
  dispose(): void;
}

/** What is used of ECharts. */
export interface Charts {
  init(element: HTMLElement, theme: null, options: { renderer: "svg" }): DrawnChart;
}

export function loadCharts(): Promise<Charts>;
