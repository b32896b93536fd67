package pages

import "syscall"

// advise asks for large pages. Where they are switched off, the table works
// as well, only slower: errors mean no more than that.
func advise(whole []byte) { _ = syscall.Madvise(whole, syscall.MADV_HUGEPAGE) }
