for a in b:
    c()
d()
