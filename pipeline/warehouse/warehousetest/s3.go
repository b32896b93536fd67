package warehousetest

import (
	"net"
	"net/http"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// Keys for the servers that S3 starts.
const (
	S3AccessKey = "gleaner"
	S3SecretKey = "gleaner-secret"
)

// S3 starts an S3-compatible server with a bucket and returns its URL and a
// client of the test's own. It is Versity's gateway, which keeps objects as
// files and checks every signature. It ends with the test.
func S3(t testing.TB, bucket string) (endpoint string, client *minio.Client) {
	t.Helper()
	program, err := exec.LookPath("versitygw")
	if err != nil {
		Missing(t, "an S3-compatible server (versitygw)", "go install github.com/versity/versitygw/cmd/versitygw@latest, or source .ci/services")
	}
	addr := freeAddress(t)
	objects, about := t.TempDir(), t.TempDir() // not every file system keeps attributes, so they have a folder
	cmd := exec.Command(program, "--port", addr, "--quiet", "posix", "--sidecar", about, objects)
	cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+S3AccessKey, "ROOT_SECRET_KEY="+S3SecretKey)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // it was killed
	})
	transport := http.DefaultTransport.(*http.Transport).Clone()
	t.Cleanup(transport.CloseIdleConnections)
	client, err = minio.New(addr, &minio.Options{Creds: credentials.NewStaticV4(S3AccessKey, S3SecretKey, ""), Transport: transport})
	if err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(2 * time.Minute); ; <-time.After(100 * time.Millisecond) {
		err := client.MakeBucket(t.Context(), bucket, minio.MakeBucketOptions{})
		if err == nil {
			return "http://" + addr, client
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s does not answer: %v", program, err)
		}
	}
}

// freeAddress is a place to listen that was free a moment ago.
func freeAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	return addr
}
