/** One drawing: elements of SVG with their attributes, on a grid of 24. */
export type IconNode = [tag: string, attributes: Record<string, string | number>][];

/**
 * The stylesheet that gives each icon as a mask under the class `icon-<name>`. As components each of them would cost a
 * page half a millisecond of rendering and be sent twice; as masks they cost a class name.
 */
export function iconCss(icons: Map<string, IconNode>): string {
  const rules = [...icons].map(([name, node]) => `.icon-${name} {\n  --icon: url("${dataUri(node)}");\n}\n`);
  return [`/* Made by icons.test.ts from lucide (ISC licence). */\n`, ...rules].join("\n");
}

function dataUri(node: IconNode): string {
  const shapes = node.map(([tag, attributes]) => `<${tag}${written(attributes)}/>`).join("");
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='#000' stroke-width='2' stroke-linecap='round' stroke-linejoin='round'>${shapes}</svg>`;
  return `data:image/svg+xml,${svg.replace(/[#<>%]/g, encodeURIComponent)}`;
}

function written(attributes: Record<string, string | number>): string {
  const shown = Object.entries(attributes).filter(([name]) => name !== "key");
  return shown.map(([name, value]) => ` ${name}='${value}'`).join("");
}
