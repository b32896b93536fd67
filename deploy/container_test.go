package deploy

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// containerBuild is what a Dockerfile says, as far as we check it.
type containerBuild struct {
	stages []containerStage
}

// containerStage is a FROM and what follows it.
type containerStage struct {
	image, name  string
	instructions []instruction
}

type instruction struct{ verb, rest string }

// last returns the last instruction with the verb, "" when there is none.
func (s containerStage) last(verb string) string {
	var rest string
	for _, in := range s.instructions {
		if in.verb == verb {
			rest = in.rest
		}
	}
	return rest
}

func parseContainer(t *testing.T) containerBuild {
	t.Helper()
	var build containerBuild
	text := strings.ReplaceAll(readFile(t, "Dockerfile"), "\\\n", " ")
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		verb, rest, _ := strings.Cut(line, " ")
		verb, rest = strings.ToUpper(verb), strings.TrimSpace(rest)
		if verb == "FROM" {
			image, name, _ := strings.Cut(rest, " AS ")
			build.stages = append(build.stages, containerStage{image: image, name: name})
			continue
		}
		if len(build.stages) == 0 {
			t.Fatalf("Dockerfile: %s before FROM", verb)
		}
		stage := &build.stages[len(build.stages)-1]
		stage.instructions = append(stage.instructions, instruction{verb, rest})
	}
	if len(build.stages) != 2 {
		t.Fatalf("Dockerfile: %d stages, want one that builds and one that runs", len(build.stages))
	}
	return build
}

func TestContainerBuild(t *testing.T) {
	build := parseContainer(t).stages[0]
	if want := "golang:" + required(t, "go"); build.image != want {
		t.Errorf("built with %s, go.mod asks for %s", build.image, want)
	}
	var commands string
	for _, in := range build.instructions {
		switch in.verb {
		case "RUN":
			commands += in.rest + "\n"
		case "COPY":
			sources := strings.Fields(in.rest)
			for _, source := range sources[:len(sources)-1] {
				mustExist(t, filepath.Join("..", source))
			}
		}
	}
	for _, want := range []string{"CGO_ENABLED=0 go build", "-trimpath", "-o /out/gleaner ./cmd/gleaner"} {
		if !strings.Contains(commands, want) {
			t.Errorf("the build lacks %q:\n%s", want, commands)
		}
	}
}

func TestContainerRuns(t *testing.T) {
	build := parseContainer(t)
	run := build.stages[1]
	if run.image != "scratch" {
		t.Errorf("runs on %s, want scratch", run.image)
	}
	if user := run.last("USER"); !regexp.MustCompile(`^[1-9]\d*:[1-9]\d*$`).MatchString(user) {
		t.Errorf("USER %q, want numbers that are not root: scratch knows no names", user)
	}
	program := false
	for _, in := range run.instructions {
		switch in.verb {
		case "RUN", "ADD":
			t.Errorf("%s %s: there is no shell, and nothing but COPY is needed", in.verb, in.rest)
		case "COPY":
			if !strings.HasPrefix(in.rest, "--from="+build.stages[0].name+" ") {
				t.Errorf("COPY %s: not from the build", in.rest)
			}
			program = program || strings.HasSuffix(in.rest, " /out/gleaner "+run.exec(t, "ENTRYPOINT")[0])
		}
	}
	if !program {
		t.Error("the program is not where ENTRYPOINT looks for it")
	}
}

// exec reads an instruction in exec form; the shell form needs a shell.
func (s containerStage) exec(t *testing.T, verb string) []string {
	t.Helper()
	var args []string
	if err := json.Unmarshal([]byte(s.last(verb)), &args); err != nil || len(args) == 0 {
		t.Fatalf("%s %s: not in exec form", verb, s.last(verb))
	}
	return args
}

func containerInvocation(t *testing.T) invocation {
	t.Helper()
	return invocation{file: "Dockerfile", args: parseContainer(t).stages[1].exec(t, "CMD")}
}
