/** The scene with a lamp that breathes, so that every frame differs; what was recorded by day is light. */
export function drawScene(
  paint: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  scene: HTMLImageElement,
  atMs: number | null,
): void {
  const { width, height } = paint.canvas;
  const sceneHeight = (width / scene.width) * scene.height;
  paint.drawImage(scene, 0, (height - sceneHeight) / 2, width, sceneHeight);
  const hour = atMs === null ? 0 : new Date(atMs).getHours();
  if (hour >= 7 && hour < 17) {
    paint.globalAlpha = 0.28;
    paint.fillStyle = '#fff4d8';
    paint.fillRect(0, 0, width, height);
  }
  paint.globalAlpha = 0.1 + 0.1 * Math.sin((atMs ?? performance.now()) / 400);
  paint.fillStyle = '#ffe1a0';
  paint.beginPath();
  paint.arc(width * 0.74, height * 0.1, width * 0.07, 0, 2 * Math.PI);
  paint.fill();
  paint.globalAlpha = 1;
}
