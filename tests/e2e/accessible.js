// What a page is like for those who hear it, see little, or have no mouse. Axe is there already.
async ({ tags, notOurs }) => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });

  // Violations that are serious, but for those of widgets that are not ours.
  const violations = async () => {
    const options = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] };
    const found = (await axe.run(document, options)).violations;
    const isOurs = (rule, node) => {
      const element = document.querySelector(node.target[0]);
      return !notOurs.some(([id, selector]) => id === rule && element.matches(selector));
    };
    return found
      .filter((each) => ["serious", "critical"].includes(each.impact))
      .flatMap((each) => each.nodes.filter((node) => isOurs(each.id, node)).map((node) => {
        const why = [...node.any, ...node.all, ...node.none].map((check) => check.message);
        return `${each.id}: ${node.html.slice(0, 160)} (${why.join("; ").slice(0, 200)})`;
      }));
  };

  // Axe does not measure words in pictures: what is drawn below them is found by geometry.
  const parts = (colour) => {
    const [red, green, blue, alpha = 1] = (colour.match(/[\d.]+/g) || []).map(Number);
    return colour === "none" || red === undefined ? [0, 0, 0, 0] : [red, green, blue, alpha];
  };
  const over = (top, alpha, below) => below.map((part, at) => top[at] * alpha + part * (1 - alpha));
  const light = (colour) => {
    const [red, green, blue] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const opacity = (element, plot) => {
    const own = Number(getComputedStyle(element).opacity);
    return element === plot ? 1 : own * opacity(element.parentElement, plot);
  };
  const filled = (element, plot) => {
    const style = getComputedStyle(element);
    const colour = parts(style.fill);
    return [colour, colour[3] * Number(style.fillOpacity) * opacity(element, plot)];
  };
  const pageBelow = (element) => {
    if (!element) return [255, 255, 255];
    const colour = parts(getComputedStyle(element).backgroundColor);
    return colour[3] === 1 ? colour.slice(0, 3)
      : over(colour, colour[3], pageBelow(element.parentElement));
  };
  const covers = (shape, x, y) => {
    const matrix = shape.getScreenCTM();
    return matrix && shape.isPointInFill(new DOMPoint(x, y).matrixTransform(matrix.inverse()));
  };
  const faintIn = (plot) => {
    const ground = pageBelow(plot);
    const shapes = all("path, rect, circle", plot)
      .filter((shape) => shown(shape) && !shape.closest("defs"))
      .map((shape) => [shape, ...filled(shape, plot)]).filter(([, , a]) => a > 0);
    const words = all("text, tspan", plot).filter((each) =>
      shown(each) && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
    return words.flatMap((word) => {
      const box = word.getBoundingClientRect();
      const below = shapes.filter(([shape]) =>
        shape.compareDocumentPosition(word) & Node.DOCUMENT_POSITION_FOLLOWING);
      const [colour, alpha] = filled(word, plot);
      const measured = [0.1, 0.5, 0.9].map((part) => {
        const [x, y] = [box.left + box.width * part, box.top + box.height / 2];
        const under = below.filter(([shape]) => covers(shape, x, y))
          .reduce((sum, [, top, a]) => over(top, a, sum), ground);
        return contrast(over(colour, alpha, under), under);
      });
      const least = Math.min(...measured);
      const key = word.closest("[class*=st-key-]")?.className.match(/st-key-(\S+)/)[1];
      return least < 4.5 && alpha > 0 && box.width > 0
        ? [`${key}: ${JSON.stringify(word.textContent)} has ${least.toFixed(2)} to 1`] : [];
    });
  };

  // Names, and headings that say where one is.
  const pictures = '[data-testid="stPlotlyChart"], [data-testid="stDataFrame"], table, canvas, img';
  const named = (element) => element.closest("[aria-label], [aria-labelledby], [alt]")
    || element.querySelector("[aria-label], [alt]") || element.closest('[aria-hidden="true"]');
  const unnamed = () => all(pictures).filter(shown).filter((each) => !named(each))
    .map((each) => each.outerHTML.slice(0, 160));
  const twins = () => {
    axe.setup(document.body);
    const headings = all("h1, h2, h3, h4, h5, h6").filter(shown);
    const section = (button) => headings.filter((heading) =>
      heading.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1);
    const main = document.querySelector('[data-testid="stMain"]');
    const buttons = all("button, [role=button]", main)
      .filter((each) => shown(each) && each.tabIndex >= 0);
    const names = buttons.map((button) =>
      `${section(button)?.textContent ?? ""} / ${axe.commons.text.accessibleText(button)}`);
    axe.teardown();
    return names.filter((name, at) => names.indexOf(name) !== at);
  };

  return {
    violations: await violations(),
    faint: all(".js-plotly-plot").filter(shown).flatMap(faintIn),
    unnamed: unnamed(),
    twins: twins(),
  };
}
