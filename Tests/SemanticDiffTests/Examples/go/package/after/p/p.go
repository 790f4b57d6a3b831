package p

type hidden struct {
	A bool
}

type Wide int64

type Config struct {
	hidden
	Name string
	Size int
}

type Closed interface {
	Run()
	Stop()
	private()
}

type Open interface {
	Read(p []byte) (n int, err error)
	Run()
	Stop()
}

const Limit = 0x10

func Same(first int, second string) error { return nil }

func Changed(a ...int) {}

func (c Config) Close() {}
