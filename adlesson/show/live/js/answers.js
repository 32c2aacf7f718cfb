// Answers: what a typed calculation comes to, how near it is to what was asked for, and how a number is written.

const { exp, log, log1p, expm1, sqrt, abs, sin, cos, tan, sinh, cosh, tanh, asin, acos, atan, sign } = Math;
const sech2 = (u) => 1 / cosh(u) ** 2;
const sigmoid = (u) => 1 / (1 + exp(-u)), softplus = (u) => log1p(exp(-abs(u))) + maximum(u, 0);
const erf = (u) => {
  let term = u, sum = u; // all terms have one sign, so no digit is lost
  for (let n = 3; n < 300; n += 2) sum += term *= (2 * u * u) / n;
  return abs(u) > 6 ? sign(u) : (2 / sqrt(Math.PI)) * exp(-u * u) * sum;
};
const relu = (u) => maximum(u, 0), heaviside = (u) => (u > 0 ? 1 : 0);
const maximum = (u, w) => Math.max(u, w), minimum = (u, w) => Math.min(u, w);

// what a hint may write, and a formula in text: a test holds the names against those of the lesson's own table
const KNOWN = {
  exp, log, ln: log, log1p, expm1, sqrt, abs, sin, cos, tan, sinh, cosh, tanh, sech2, sigmoid, softplus, relu, sign,
  heaviside, arcsin: asin, arccos: acos, arctan: atan, asin, acos, atan, maximum, minimum, max: maximum, min: minimum,
  erf, pi: Math.PI, "π": Math.PI, e: Math.E, nan: NaN, inf: Infinity, "∞": Infinity,
};

const refuse = (why) => {
  throw new Error(why);
};
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", NAME = String.raw`[\p{L}_][\p{L}\p{N}_]*`;
const NUMBER = String.raw`(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
// all of a number or nothing, and a name right behind it: 1e5 is not 1 e5
const FACTORS = new RegExp(String.raw`(?<![\p{L}\p{N}_.])(?=(${NUMBER}))\1(${NAME})(\s*\()?`, "giu");
const ROOT = new RegExp(String.raw`√\s*(${NUMBER}|${NAME}(?![\p{L}\p{N}_(]))(?! *\^)`, "giu");

/**
 * Return a formula as it is typed, pasted, or written on the page in the few characters that are read.
 *
 * These are the steps of parsing/pasted.py, and a test holds the two against each other.
 * @param {string} text
 * @returns {string}
 */
function plain(text) {
  text = [...text].map((c) => (RAISED.includes(c) ? c : looks(c))).join("").replaceAll("**", "^");
  if (/[⁰¹²³⁴⁵⁶⁷⁸⁹]\s*\^/.test(text)) refuse("Write parentheses: (2²)^3 or 2^(2^3).");
  text = text.replace(/[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (run) => `^${run.replace(/./g, lowered)} `); // 2²3 is not 2^23
  text = text.replace(/[‐‒–—―−]/g, "-").replace(/[×·⋅∙∗]/g, "*").replace(/[÷∕⁄]/g, "/");
  text = text.replace(/√\s*(?=\()/g, " sqrt").replace(ROOT, " sqrt($1)");
  for (let last; last !== text; ) [last, text] = [text, text.replace(/\[([^\][]*)>\s*0\s*\]/g, " heaviside($1)")];
  return sizes(text).replace(FACTORS, factors);
}

const lowered = (c) => "0123456789-+"[RAISED.indexOf(c)];

/** Return a character as what it looks like: a space, a digit or a sign; what nobody sees is nothing. */
function looks(c) {
  const same = c.normalize("NFKC");
  if (/\p{Cf}/u.test(c)) return "";
  if (/[\s\x1c-\x1f\x85]/.test(c)) return " ";
  if (/\p{No}/u.test(c) && same.includes("⁄")) return `(${same})`; // ½
  return /[\p{Nd}\p{P}\p{S}]/u.test(c) ? same : c;
}

/** Return text with |u| as abs(u): a bar opens where a number could begin, and closes where one could end. */
function sizes(text) {
  let made = "", before = "", depth = 0;
  for (const c of text) {
    const bar = c === "|", opens = bar && "(,+-*/^".includes(before), closes = bar && !opens && depth > 0;
    made += opens ? " abs(" : closes ? ")" : c;
    depth += opens - closes;
    if (c !== " ") before = made.at(-1);
  }
  return made;
}

/** Return 2*x for 2x, as the page writes products; what could be something else is refused. */
function factors(_, number, word, call, at, text) {
  const unclear = call || !/^(?!e)[\p{L}_]$/iu.test(word) || /[/^√][ +-]*$/.test(text.slice(0, at));
  if (unclear) refuse(`Write * between ${number} and ${word}.`);
  return `${number}*${word}`;
}

const THOUSANDS = /^\s*[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?\s*$/; // 100,000 as the lesson writes it

/**
 * Return the number that a text stands for.  -2^2 is -4, as in Python.
 * @param {string} text such as "3*cos(2)"
 * @param {Map<string, ?number>} [boxes] what names stand for besides those known here; null where it is not to be seen
 * @returns {number}
 * @throws {Error} whose message says what cannot be read
 */
export function evaluate(text, boxes = new Map()) {
  const typed = plain(text), formula = THOUSANDS.test(typed) ? typed.replaceAll(",", "") : typed;
  if (!formula.trim()) refuse("Type a number first, or an expression such as 3*cos(2).");
  if (/^\s*[+-]?\d+,\d+\s*$/.test(formula)) refuse(`Write ${formula.trim().replace(",", ".")}, with a point.`);
  const tokens = formula.match(/(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|[\p{L}_][\p{L}\p{N}_]*|∞|\S/giu);
  let at = 0;
  const take = (...wanted) => wanted.includes(tokens[at]) && tokens[at++];

  function sum() {
    let u = product();
    for (let sign; (sign = take("+", "-")); ) u = sign === "+" ? u + product() : u - product();
    return u;
  }
  function product() {
    let u = signed();
    for (let sign; (sign = take("*", "/")); ) u = sign === "*" ? u * signed() : u / signed();
    return u;
  }
  function signed() {
    const sign = take("-", "+");
    if (sign) return sign === "-" ? -signed() : signed();
    const u = atom();
    return take("^") ? u ** signed() : u;
  }
  function atom() {
    const token = tokens[at++];
    if (token === undefined) refuse("Something is missing at the end.");
    if (token === "(") return closed(sum());
    if (/^0\d*[1-9]\d*$/.test(token)) refuse(`Write ${+token}, without a zero in front.`);
    if (/^[\d.]/.test(token) && token !== ".") return +token;
    if (boxes.has(token) && tokens[at] !== "(") {
      return boxes.get(token) ?? refuse(`${token} shows no number here: use the names of boxes that show one.`);
    }
    const known = Object.hasOwn(KNOWN, token.toLowerCase()) ? KNOWN[token.toLowerCase()] : undefined;
    if (typeof known === "number") return known;
    if (known) {
      if (!take("(")) refuse(`Write ${token}( ) with parentheses, such as ${token}(2).`);
      const given = [sum()];
      while (take(",")) given.push(sum());
      const wanted = known.length === 1 ? "one number" : "two numbers";
      if (given.length !== known.length) refuse(`Give ${token} ${wanted}.`);
      return closed(known(...given));
    }
    refuse(unknown(token));
  }
  function closed(u) {
    if (!take(")")) refuse("A parenthesis is not closed.");
    return u;
  }

  const u = sum();
  if (at === tokens.length) return u;
  const [before, token] = tokens.slice(at - 1);
  const factor = /^[\w(.]/.test(token);
  refuse(factor ? `Write * between ${before} and ${token}.` : `I cannot read “${token}” here.`);
}

/**
 * @param {string} text
 * @param {Map<string, ?number>} boxes
 * @returns {string} what to say where e stands for Euler's number and not for a box
 */
export function euler(text, boxes) {
  const used = !boxes.has("e") && /(?<![\p{L}\p{N}_.])e(?![\p{L}\p{N}_(])/u.test(text);
  return used ? "e is 2.718 here." : "";
}

function unknown(token) {
  if (/^\w+$/.test(token)) return `${token} has no value here: write numbers and functions, such as 3*cos(2).`;
  return `I cannot read “${token}” here: write numbers, + - * / ^, parentheses and functions such as cos(2).`;
}

/**
 * Judge an answer by its question: right, wrong as in one or more known `mistakes`, close, or wrong.
 * @param {number} u
 * @param {import("./contract.js").Ask} ask the rule is told there
 * @returns {{verdict: "right"|"close"|"wrong", mistakes: number[]}}
 */
export function judge(u, { expected, tolerance, whole, wrong = [] }) {
  const right = expected === null ? NaN : Number(expected), exact = whole && Number.isInteger(u);
  const is = Object.is(u, right) || (exact ? u === right : Math.abs(u - right) <= tolerance);
  if (is) return { verdict: "right", mistakes: [] };
  const nearer = (best, entry) => (Math.abs(u - entry[0]) < Math.abs(u - best[0]) ? entry : best);
  const [number, mistakes] = wrong.reduce(nearer, [right]);
  const known = mistakes && Math.abs(u - number) <= Math.max(tolerance, 0.005 * Math.abs(number));
  if (known) return { verdict: "wrong", mistakes };
  return { verdict: !exact && Math.abs(u - right) <= 10 * tolerance ? "close" : "wrong", mistakes: [] };
}

/**
 * Write a number as the frames write theirs: four digits, fewer where they say it exactly.
 * @param {number} u
 * @returns {string}
 */
export function short(u) {
  if (!Number.isFinite(u)) return Number.isNaN(u) ? "NaN" : u > 0 ? "∞" : "−∞";
  if (Number.isInteger(u) && Math.abs(u) < 1e7) return String(u + 0).replace("-", "−"); // -0 + 0 is 0
  const [, exponent] = u.toExponential(3).split("e"), far = exponent < -4 || exponent > 3;
  const text = far ? u.toExponential(3) : u.toPrecision(4), exact = Math.abs(+text - u) <= 1e-12 * Math.abs(u);
  let [digits, power] = text.split("e");
  if (exact && digits.includes(".")) digits = digits.replace(/\.?0+$/, ""); // no zeros needed
  const small = [...String(+power)].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻").join("");
  const raised = power ? `·10${small}` : "";
  return (digits + raised).replace("-", "−");
}
