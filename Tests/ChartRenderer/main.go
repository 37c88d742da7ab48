// Renders a Helm chart as `helm template` does, with Go's own template engine and sprig. For tests
// only; the options are Helm's, so that a test can call either.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

// list is an option that may be repeated.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Set(value string) error {
	*l = append(*l, value)
	return nil
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	var valueFiles, apiVersions list
	if len(arguments) < 3 || arguments[0] != "template" {
		return fmt.Errorf("usage: template RELEASE CHART [options]")
	}
	release, folder := arguments[1], arguments[2]
	flags := flag.NewFlagSet("template", flag.ContinueOnError)
	namespace := flags.String("namespace", "default", "namespace of the release")
	flags.Var(&valueFiles, "values", "file of values, may be repeated")
	flags.Var(&apiVersions, "api-versions", "group/version the cluster has besides its own")
	kubeVersion := flags.String("kube-version", "v1.37.0", "version of the cluster")
	isUpgrade := flags.Bool("is-upgrade", false, "an upgrade, not an installation")
	notes := flags.Bool("notes", false, "print the notes instead of the manifests")
	values := flags.Bool("print-values", false, "print the merged values as JSON instead")
	if err := flags.Parse(arguments[3:]); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	chart, err := loadChart(folder)
	if err != nil {
		return err
	}
	merged := chart.values
	for _, name := range valueFiles {
		given, err := readYAMLFile(name)
		if err != nil {
			return err
		}
		merged = merge(merged, given)
	}
	if *values {
		fmt.Println(toJSON(merged))
		return nil
	}
	capabilities, err := newCapabilities(*kubeVersion, apiVersions)
	if err != nil {
		return err
	}
	rendered, err := chart.render(map[string]interface{}{
		"Values":       merged,
		"Chart":        chart.metadata,
		"Files":        chart.files,
		"Capabilities": capabilities,
		"Release": map[string]interface{}{
			"Name": release, "Namespace": *namespace, "Service": "Helm", "Revision": 1,
			"IsInstall": !*isUpgrade, "IsUpgrade": *isUpgrade,
		},
	})
	if err != nil {
		return err
	}
	if *notes {
		fmt.Print(rendered[chart.name+"/templates/NOTES.txt"])
		return nil
	}
	return printManifests(rendered)
}
