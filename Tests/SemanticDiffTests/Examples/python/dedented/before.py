def save(items):
    for item in items:
        write(item)
        flush()
