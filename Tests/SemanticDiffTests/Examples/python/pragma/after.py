def load(path):
    data = parse(path)  # type: ignore
    return data


def save(path):
    data = parse(path)  # very slow
    return data
