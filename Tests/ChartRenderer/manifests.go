package main

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
)

// The order in which Helm installs kinds; others come last.
var installOrder = strings.Fields(`PriorityClass Namespace NetworkPolicy ResourceQuota LimitRange
	PodSecurityPolicy PodDisruptionBudget ServiceAccount Secret SecretList ConfigMap StorageClass
	PersistentVolume PersistentVolumeClaim CustomResourceDefinition ClusterRole ClusterRoleList
	ClusterRoleBinding ClusterRoleBindingList Role RoleList RoleBinding RoleBindingList Service
	DaemonSet Pod ReplicationController ReplicaSet Deployment HorizontalPodAutoscaler StatefulSet
	Job CronJob IngressClass Ingress APIService MutatingWebhookConfiguration
	ValidatingWebhookConfiguration`)

var separator = regexp.MustCompile(`(?:^|\s*\n)---\s*\n`)

type manifest struct {
	source, text, kind, name string
	isHook                   bool
}

// printManifests writes the stream of `helm template`: sorted by kind and name, hooks at the end.
func printManifests(rendered map[string]string) error {
	rank := map[string]int{}
	for index, kind := range installOrder {
		rank[kind] = index - len(installOrder) // other kinds have 0
	}
	var all []manifest
	for source, text := range rendered {
		if strings.HasSuffix(source, "NOTES.txt") {
			continue
		}
		for _, part := range separator.Split(text, -1) {
			document := strings.Trim(part, "\n")
			if strings.TrimSpace(document) == "" {
				continue
			}
			head, err := readYAML([]byte(document))
			if err != nil {
				return fmt.Errorf("%s: %w\n%s", source, err, document)
			}
			if len(head) == 0 {
				continue
			}
			metadata, _ := head["metadata"].(map[string]interface{})
			kind, _ := head["kind"].(string)
			name, _ := metadata["name"].(string)
			if kind == "" || name == "" || head["apiVersion"] == nil {
				return fmt.Errorf("%s: an object without apiVersion, kind or name", source)
			}
			annotations, _ := metadata["annotations"].(map[string]interface{})
			_, isHook := annotations["helm.sh/hook"]
			all = append(all, manifest{source, document, kind, name, isHook})
		}
	}
	sort.Slice(all, func(i, j int) bool {
		left, right := all[i], all[j]
		switch {
		case left.isHook != right.isHook:
			return right.isHook
		case rank[left.kind] != rank[right.kind]:
			return rank[left.kind] < rank[right.kind]
		case left.kind != right.kind:
			return left.kind < right.kind
		case left.name != right.name:
			return left.name < right.name
		default:
			return left.source < right.source
		}
	})
	for _, one := range all {
		fmt.Printf("---\n# Source: %s\n%s\n", one.source, one.text)
	}
	return nil
}
