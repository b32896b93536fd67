package warehousetest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// server is the PostgreSQL server that the tests of one package share.
var server struct {
	once sync.Once
	dir  string
	cmd  *exec.Cmd
	err  error
	made atomic.Int64
}

// Postgres returns the URL of a new, empty database on a server that is started
// with the first call and reached by a socket in a temporary folder. TestMain
// has to call StopPostgres.
func Postgres(t testing.TB) string {
	t.Helper()
	bin := postgresPrograms()
	if bin == "" {
		Missing(t, "PostgreSQL", "apt-get install postgresql")
	}
	server.once.Do(func() { server.err = startPostgres(bin) })
	if server.err != nil {
		t.Fatalf("start PostgreSQL: %v", server.err)
	}
	name := fmt.Sprintf("test%d", server.made.Add(1))
	conn, err := pgx.Connect(t.Context(), postgresURL("postgres"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	if _, err := conn.Exec(t.Context(), "CREATE DATABASE "+name); err != nil {
		t.Fatal(err)
	}
	return postgresURL(name)
}

// SQL runs a query in the schema of the warehouse and returns the first column.
func SQL(t testing.TB, database, sql string) []string {
	t.Helper()
	cfg, err := pgx.ParseConfig(database)
	if err != nil {
		t.Fatal(err)
	}
	cfg.RuntimeParams["search_path"], cfg.RuntimeParams["timezone"] = "gleaner", "UTC"
	conn, err := pgx.ConnectConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	rows, err := conn.Query(t.Context(), sql)
	if err != nil {
		t.Fatalf("%v\n%s", err, sql)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatalf("%v\n%s", err, sql)
	}
	return lines
}

// StopPostgres ends the server, if one was started.
func StopPostgres() {
	if server.cmd == nil {
		return
	}
	_ = server.cmd.Process.Signal(os.Interrupt) // fast shutdown
	_ = server.cmd.Wait()                       // it was asked to end
	_ = os.RemoveAll(server.dir)
}

func postgresURL(database string) string {
	return "postgres://gleaner@/" + database + "?host=" + url.QueryEscape(server.dir)
}

// postgresPrograms is the folder with initdb and postgres, "" without one.
func postgresPrograms() string {
	if path, err := exec.LookPath("initdb"); err == nil {
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return filepath.Dir(real)
		}
	}
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // where Debian puts them
	if len(dirs) == 0 {
		return ""
	}
	return dirs[len(dirs)-1]
}

func startPostgres(bin string) error {
	// Not in TMPDIR: the path of a socket is at most 107 bytes long.
	dir, err := os.MkdirTemp("/tmp", "gleaner-pg-")
	if err != nil {
		return err
	}
	server.dir = dir
	who, err := ordinaryUser(dir)
	if err != nil {
		return err
	}
	data := filepath.Join(dir, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "gleaner", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = who, dir
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w: %s", err, out)
	}
	// Not among the arguments, so that a benchmark can switch it on again.
	if err := os.WriteFile(filepath.Join(data, "postgresql.auto.conf"), []byte("fsync = off\n"), 0o600); err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-k", dir, "-c", "listen_addresses=", "-c", "max_connections=40", "-c", "timezone=UTC")
	cmd.SysProcAttr, cmd.Dir, cmd.Stdout, cmd.Stderr = who, dir, log, log
	if err := cmd.Start(); err != nil {
		return err
	}
	server.cmd = cmd
	return awaitPostgres(filepath.Join(dir, "log"))
}

// awaitPostgres asks until the server answers.
func awaitPostgres(log string) error {
	deadline := time.Now().Add(time.Minute)
	for {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		conn, err := pgx.Connect(ctx, postgresURL("postgres"))
		if err == nil {
			err = conn.Close(ctx)
			cancel()
			return err
		}
		cancel()
		if time.Now().After(deadline) {
			text, _ := os.ReadFile(log)
			return fmt.Errorf("no answer within a minute: %w: %s", err, strings.TrimSpace(string(text)))
		}
		<-time.After(50 * time.Millisecond)
	}
}
