//go:build !unix

package warehousetest

import "syscall"

// ordinaryUser has nothing to change where there is no root.
func ordinaryUser(string) (*syscall.SysProcAttr, error) { return nil, nil }
