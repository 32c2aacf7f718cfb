"""The price of a call option by Black and Scholes, the normal distribution by its usual formula with tanh."""

from math import exp, log, pi, sqrt, tanh

AT = {"price": 105.0, "strike": 100.0, "rate": 0.03, "volatility": 0.25, "years": 0.75}
C, D = sqrt(2 / pi), 0.044715


def f(m, price, strike, rate, volatility, years):
    def normal(u):
        return 0.5 * (1 + m.tanh(C * (u + D * u**3)))

    spread = volatility * m.sqrt(years)
    d1 = (m.log(price / strike) + (rate + volatility**2 / 2) * years) / spread
    d2 = d1 - spread
    return price * normal(d1) - strike * m.exp(-rate * years) * normal(d2)


def by_hand(price, strike, rate, volatility, years):
    root = sqrt(years)
    spread = volatility * root
    drift = rate + volatility * volatility / 2
    d1 = (log(price / strike) + drift * years) / spread
    d2 = d1 - spread
    s1, s2 = d1 * d1, d2 * d2
    t1, t2 = tanh(C * d1 * (1 + D * s1)), tanh(C * d2 * (1 + D * s2))
    n1, n2 = 0.5 * (1 + t1), 0.5 * (1 + t2)
    discount = exp(-rate * years)
    owed = strike * discount
    slope2 = -0.5 * C * owed * (1 - t2 * t2) * (1 + 3 * D * s2)
    slope = 0.5 * C * price * (1 - t1 * t1) * (1 + 3 * D * s1) + slope2  # by d1, on which d2 depends
    by_top = slope / spread
    by_spread = -slope2 - by_top * d1
    by_drift, by_discounting = by_top * years, owed * n2
    return {
        "value": price * n1 - by_discounting,
        "price_bar": n1 + by_top / price,
        "strike_bar": -discount * n2 - by_top / strike,
        "rate_bar": by_drift + by_discounting * years,
        "volatility_bar": by_drift * volatility + by_spread * root,
        "years_bar": by_top * drift + by_spread * volatility / (2 * root) + by_discounting * rate,
    }
