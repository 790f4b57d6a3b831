def load(path):
    data = parse(path)
    return data
