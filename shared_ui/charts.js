// The chart library, fetched when the first chart is drawn: a megabyte that no other page needs.
// Its types stand in charts.d.ts: the library is minified and carries none.
export const loadCharts = () => import("./vendor/echarts.mjs");
