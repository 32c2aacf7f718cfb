// Answers: what a typed calculation comes to, how near it is to what was asked for, and how a number is written.

const { exp, log, log1p, expm1, sqrt, abs, sin, cos, tan, sinh, cosh, tanh, asin, acos, atan, sign } = Math;
const sech = (u) => 2 / (exp(u) + exp(-u));
const sigmoid = (u) => 1 / (1 + exp(-u)), softplus = (u) => log1p(exp(-abs(u))) + maximum(u, 0);
const relu = (u) => maximum(u, 0), heaviside = (u) => (u > 0 ? 1 : 0);
const maximum = (u, w) => Math.max(u, w), minimum = (u, w) => Math.min(u, w);

// what a hint may write, and a formula in text: a test holds the names against those of the lesson's own table
const KNOWN = {
  exp, log, ln: log, log1p, expm1, sqrt, abs, sin, cos, tan, sinh, cosh, tanh, sech, sigmoid, softplus, relu, sign,
  heaviside, arcsin: asin, arccos: acos, arctan: atan, asin, acos, atan, maximum, minimum, max: maximum, min: minimum,
  pi: Math.PI, e: Math.E, nan: NaN, inf: Infinity, "∞": Infinity,
};

/**
 * Return the number that a text stands for.  -2^2 is -4, as in Python.
 * @param {string} text such as "3*cos(2)"
 * @returns {number}
 * @throws {Error} whose message says what cannot be read
 */
export function evaluate(text) {
  const plain = text.replaceAll("**", "^").replace(/[−–]/g, "-").replace(/[×·]/g, "*");
  if (!plain.trim()) throw new Error("Type a number first, or an expression such as 3*cos(2).");
  if (/^\s*[+-]?\d+,\d+\s*$/.test(plain)) throw new Error(`Write ${plain.trim().replace(",", ".")}, with a point.`);
  const tokens = plain.match(/(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|[a-z_]\w*|∞|\S/gi);
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
    if (token === undefined) throw new Error("Something is missing at the end.");
    if (token === "(") return closed(sum());
    if (/^[\d.]/.test(token) && token !== ".") return +token;
    const known = Object.hasOwn(KNOWN, token.toLowerCase()) ? KNOWN[token.toLowerCase()] : undefined;
    if (typeof known === "number") return known;
    if (known) {
      if (!take("(")) throw new Error(`Write ${token}( ) with parentheses, such as ${token}(2).`);
      const given = [sum()];
      while (take(",")) given.push(sum());
      const wanted = known.length === 1 ? "one number" : "two numbers";
      if (given.length !== known.length) throw new Error(`Give ${token} ${wanted}.`);
      return closed(known(...given));
    }
    throw new Error(unknown(token));
  }
  function closed(u) {
    if (!take(")")) throw new Error("A parenthesis is not closed.");
    return u;
  }

  const u = sum();
  if (at === tokens.length) return u;
  const [before, token] = tokens.slice(at - 1);
  const factor = /^[\w(.]/.test(token);
  throw new Error(factor ? `Write * between ${before} and ${token}.` : `I cannot read “${token}” here.`);
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
