// Command gleaner reads news articles and writes who did what: entities and
// events with roles, status, time, source and evidence. `gleaner --help` is
// the tour.
package main

import "os"

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
