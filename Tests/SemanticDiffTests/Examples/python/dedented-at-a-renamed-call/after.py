def record(text):
    print("note", text, flush=True)


def both(flag):
    if flag:
        print("flag")
    record("a")
