def load(path):
    data = parse(path)
    return data


def save(path):
    data = parse(path)  # slow
    return data
