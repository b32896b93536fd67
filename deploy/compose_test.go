package deploy

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

// composeFile is the part of the Compose specification that we use; a key that
// is not here is taken for a slip.
type composeFile struct {
	Name     string
	Services map[string]composeService
	Volumes  map[string]any
}

type composeService struct {
	Image string
	Build *struct {
		Context    string
		Dockerfile string
	}
	Command     []string
	Environment map[string]string
	Ports       []string
	Volumes     []string
	DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
	Healthcheck *struct {
		Test              []string
		Interval, Timeout time.Duration
		Retries           int
	}
	StopGracePeriod time.Duration `yaml:"stop_grace_period"`
	Restart         string
	ReadOnly        bool     `yaml:"read_only"`
	CapDrop         []string `yaml:"cap_drop"`
	SecurityOpt     []string `yaml:"security_opt"`
}

func parseCompose(t *testing.T) composeFile {
	t.Helper()
	var c composeFile
	d := yaml.NewDecoder(strings.NewReader(readFile(t, "compose.yaml")))
	d.KnownFields(true)
	if err := d.Decode(&c); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCompose(t *testing.T) {
	c := parseCompose(t)
	if got := slices.Sorted(maps.Keys(c.Services)); !slices.Equal(got, []string{"nats", "streams", "worker"}) {
		t.Fatalf("services %v", got)
	}
	for name, s := range c.Services {
		for other, on := range s.DependsOn {
			needed, ok := c.Services[other]
			if !ok {
				t.Errorf("%s depends on %s, which is not there", name, other)
			}
			if on.Condition == "service_healthy" && needed.Healthcheck == nil {
				t.Errorf("%s waits for the health of %s, which has no check", name, other)
			}
		}
		for _, port := range s.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s: port %s is open to everybody", name, port)
			}
		}
		for _, volume := range s.Volumes {
			source, _, _ := strings.Cut(volume, ":")
			if strings.HasPrefix(source, ".") {
				mustExist(t, source)
			} else if _, ok := c.Volumes[source]; !ok {
				t.Errorf("%s: volume %s is not declared", name, source)
			}
		}
		if s.Build != nil {
			mustExist(t, s.Build.Context+"/"+s.Build.Dockerfile)
		}
	}
}

// TestComposeServer: the server is of the version we test with, and reads our file.
func TestComposeServer(t *testing.T) {
	nats := parseCompose(t).Services["nats"]
	if want := "nats:" + required(t, "github.com/nats-io/nats-server/v2"); !strings.HasPrefix(nats.Image, want+"-") {
		t.Errorf("image %s, want %s as in go.mod", nats.Image, want)
	}
	config := nats.Command[slices.Index(nats.Command, "-c")+1]
	if !slices.Contains(nats.Volumes, "./nats/nats-server.conf:"+config+":ro") {
		t.Errorf("%s is not our file: %v", config, nats.Volumes)
	}
	if !slices.Contains(nats.Volumes, "./nats/accounts.conf:/etc/nats/accounts.conf:ro") {
		t.Errorf("nats-server.conf may include accounts.conf, which is not there: %v", nats.Volumes)
	}
	if dir := "/data"; !slices.Contains(nats.Volumes, "nats:"+dir) || !strings.Contains(readFile(t, "nats/nats-server.conf"), `store_dir: "`+dir+`/`) {
		t.Errorf("the streams are not kept in a volume: %v", nats.Volumes)
	}
}

// TestComposeWorker: it starts when the streams are there and may do nothing it need not.
func TestComposeWorker(t *testing.T) {
	w := parseCompose(t).Services["worker"]
	if w.DependsOn["streams"].Condition != "service_completed_successfully" || w.Restart != "unless-stopped" {
		t.Errorf("depends on %v, restart %q", w.DependsOn, w.Restart)
	}
	if !w.ReadOnly || !slices.Equal(w.CapDrop, []string{"ALL"}) || len(w.SecurityOpt) == 0 {
		t.Error("the worker may do more than it needs")
	}
	if url := w.Environment["GLEANER_NATS_URL"]; url != "nats://nats:4222" {
		t.Errorf("connects to %q, not to the service nats", url)
	}
}

func composeInvocations(t *testing.T) []invocation {
	t.Helper()
	services := parseCompose(t).Services
	var all []invocation
	for _, name := range []string{"streams", "worker"} {
		in := invocation{file: "compose.yaml, " + name, args: services[name].Command, patience: services[name].StopGracePeriod}
		for k, v := range services[name].Environment {
			in.env = append(in.env, k+"="+v)
		}
		all = append(all, in)
	}
	return all
}
