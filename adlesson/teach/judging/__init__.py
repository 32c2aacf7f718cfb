"""How the answer to an exercise is judged: by what it gives, and by the mistakes that give the same.

Read ``answers`` (what may be an answer, and how a learner's function is called) with ``closed`` (what it is not to call) and
``stops`` (what it means that it has stopped), ``judges`` (how an answer is compared with what is right and with what people
get wrong), ``feedback`` (how that is shown) and ``cells`` (what a learner finds, and what solves it).
"""
