class Cart:
    @property
    def total(self):
        return 1

    async def load(self):
        return 2
