//go:build !linux

package pages

// advise does nothing: other systems choose by themselves.
func advise([]byte) {}
