"""What flows through a program: numbers of every kind, arrays, and the linear maps between them."""
