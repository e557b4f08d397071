// What a reader of a page would stumble over, as a list of sentences. Run in the page by the tests.
() => {
  const faults = [];
  const wide = document.documentElement.scrollWidth, room = window.innerWidth;
  if (wide > room) faults.push(`the page is ${wide} wide in a window of ${room}`);

  const name = element => `${element.tagName.toLowerCase()}${element.className?.baseVal ?? element.className ? '.' + (element.className.baseVal ?? element.className) : ''} "${(element.textContent ?? '').trim().slice(0, 40)}"`;
  const isHidden = element => element.closest('details:not([open])') && !element.closest('summary');

  for (const element of document.querySelectorAll('h1,h2,h3,p,li,b,span,figcaption,summary,pre,caption,th,td,figure,table')) {
    if (isHidden(element) || element.closest('.scroll') && !element.matches('.scroll')) continue;
    const box = element.getBoundingClientRect();
    if (box.width > 0 && (box.right > room + 1 || box.left < -1)) faults.push(`${name(element)} is at ${box.left} to ${box.right}, beyond ${room}`);
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0 && getComputedStyle(element).display !== 'inline')
      faults.push(`${name(element)} needs ${element.scrollWidth} and has ${element.clientWidth}`);
  }

  for (const svg of document.querySelectorAll('figure svg')) {
    const all = svg.viewBox.baseVal, labels = [];
    for (const text of svg.querySelectorAll('text')) {
      const box = text.getBBox();
      if (box.x < all.x - 1 || box.y < all.y - 1 || box.x + box.width > all.width + 1 || box.y + box.height > all.height + 1)
        faults.push(`the label "${text.textContent.slice(0, 40)}" is outside of its picture`);
      const size = text.getBoundingClientRect().height;
      if (size < 8) faults.push(`the label "${text.textContent.slice(0, 40)}" is ${size.toFixed(1)} high`);
      // Labels of one height that run into each other cannot be read.
      for (const [other, title] of labels)
        if (Math.min(box.x + box.width, other.x + other.width) - Math.max(box.x, other.x) > 2
          && Math.min(box.y + box.height, other.y + other.height) - Math.max(box.y, other.y) > 0.45 * box.height)
          faults.push(`the labels "${text.textContent.slice(0, 30)}" and "${title.slice(0, 30)}" overlap`);
      labels.push([box, text.textContent]);
    }
  }

  // Contrast, as WCAG 2 counts it: 4.5 for text.
  const numbers = text => (text.match(/-?[\d.]+(e-?\d+)?/g) ?? []).map(Number);
  const colour = text => {
    const found = numbers(text.replace(/^color\(srgb/, ''));
    const scale = text.startsWith('color(') ? 255 : 1;
    return found.length < 3 ? [0, 0, 0, 0] : [found[0] * scale, found[1] * scale, found[2] * scale, found[3] ?? 1];
  };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const light = rgb => {
    const [r, g, b] = rgb.map(value => { const v = value / 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = element => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(colour(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const paper = ground(document.body), panel = colour(getComputedStyle(document.querySelector('svg .panel') ?? document.body).fill);
  for (const element of document.querySelectorAll('h1,h2,h3,p,li,b,span,figcaption,summary,pre,caption,th,td,strong,i,bdi,svg text')) {
    if (isHidden(element) || !(element.textContent ?? '').trim()) continue;
    const style = getComputedStyle(element), isDrawn = element.tagName === 'text';
    const ink = colour(isDrawn ? style.fill : style.color);
    for (const below of isDrawn ? [paper, ...(element.closest('figure.wide') ? [panel] : [])] : [ground(element)]) {
      const ratio = contrast(over(ink, below), below);
      if (ratio < 4.5) faults.push(`${name(element)} has a contrast of ${ratio.toFixed(2)}`);
    }
  }
  return [...new Set(faults)].slice(0, 20);
}
