package p

import "io"

type hidden struct{ A int }

type Wide int32

type Config struct {
	Name string
	hidden
}

type Closed interface {
	Run()
	private()
}

type Open interface {
	io.Reader
	Run()
}

const Limit = 16

func Same(a int, b string) error { return nil }

func Changed(a int) {}

func (c *Config) Close() {}
