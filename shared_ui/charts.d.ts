/** A chart on the page. */
export interface DrawnChart {
  setOption(option: object, replaceAll?: boolean): void;
  resize(): void;
  dispose(): void;
}

/** What is used of ECharts. */
export interface Charts {
  init(element: HTMLElement, theme: null, options: { renderer: "svg" }): DrawnChart;
}

export function loadCharts(): Promise<Charts>;
