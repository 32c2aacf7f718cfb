"""Plots of numbers, drawn with Matplotlib in the colours of the page, each of which says in words what it shows.

Read ``plots`` (curves, points and bars), which draws by ``figures``.  ``curves`` shows a training, while it runs too;
``network_picture`` the weights and signals of a network; ``bench_results`` the measured figures of the notebooks.
"""
