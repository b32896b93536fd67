package warehousetest

import (
	"net"
	"net/http"
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
// client of the test's own. It is the server of moto, which keeps objects in
// memory and takes every key. It ends with the test.
func S3(t testing.TB, bucket string) (endpoint string, client *minio.Client) {
	t.Helper()
	program, err := exec.LookPath("moto_server")
	if err != nil {
		Missing(t, "an S3-compatible server (moto_server)", "pip install 'moto[server]', or source .ci/services")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "-H", host, "-p", port)
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
