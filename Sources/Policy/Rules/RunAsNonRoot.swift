// Pod Security Standards, restricted, from 1.0: "Running as Non-root".
// Reads spec.securityContext.runAsNonRoot, spec.{initContainers,containers,ephemeralContainers}[*]
//   .securityContext.runAsNonRoot, and from 1.35 spec.hostUsers.
// Allowed: true on the pod and true or missing on each container; or true on each container and
// missing on the pod. An explicit false is never allowed, not even where every container overrides
// it. From 1.35 pods with hostUsers: false are exempt: their root is nobody on the node.

extension Rule {
  static let runAsNonRoot = Rule(
    id: "pss/run-as-non-root",
    title: "Containers must run as non-root users",
    severity: .error,
    presets: .restricted(recommended: .warn),
    subject: .pods,
    fields: [
      "spec.securityContext.runAsNonRoot",
      "spec.{initContainers,containers,ephemeralContainers}[*].securityContext.runAsNonRoot",
      "spec.hostUsers",
    ],
    why:
      "An image without USER runs as root, and root in a container that is broken out of is root "
      + "on the node.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    remedy: "Set securityContext.runAsNonRoot to true, and see that the image names a numeric user "
      + "other than 0.",
    fix: .review,
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          securityContext:
            runAsNonRoot: true
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """),
    aliases: [
      Alias(.podSecurity, "runAsNonRoot"),
      Alias(.polaris, "runAsRootAllowed"),
      Alias(.kubeLinter, "run-as-non-root"),
      Alias(.kubeScore, "container-security-context-user-group-id"),
      Alias(.kyverno, "require-run-as-nonroot"),
      Alias(.gatekeeper, "K8sPSPAllowedUsers"),
      Alias(.checkov, "CKV_K8S_23"),
    ],
    makeCheck: { _, version in
      let exemptsOwnUsers = version >= KubernetesVersion(1, 35)
      return .pod { pod, findings in
        if exemptsOwnUsers, pod.hasOwnUsers { return }
        let podSays = pod.security[.runAsNonRoot]?.boolean
        if podSays == false {
          findings.report(
            pod, at: ["securityContext", "runAsNonRoot"],
            "runAsNonRoot != true (pod must not set securityContext.runAsNonRoot=false): "
              + "its containers may run as root",
            fix: .set(true))
        }
        for container in pod.containers {
          switch container.security[.runAsNonRoot]?.boolean {
          case true: continue
          case false:
            findings.report(
              container, of: pod, at: ["securityContext", "runAsNonRoot"],
              "runAsNonRoot != true (container \(container.label) must not set "
                + "securityContext.runAsNonRoot=false): it may run as root",
              fix: .set(true))
          case nil:
            // Where the pod says true the container has it; where it says false, that was reported.
            if podSays != nil { continue }
            findings.report(
              container, of: pod, at: ["securityContext", "runAsNonRoot"],
              "runAsNonRoot != true (pod or container \(container.label) must set "
                + "securityContext.runAsNonRoot=true): it may run as root",
              fix: .set(true))
          }
        }
      }
    })
}
