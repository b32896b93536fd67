//go:build unix

package pipeline

import (
	"os"
	"syscall"
)

// LockFile locks an open file for this process alone, or fails at once. The lock
// is the operating system's and ends with the process, however that ends.
func LockFile(f *os.File) error {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}
