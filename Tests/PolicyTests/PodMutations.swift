import Documents

/// The table of the Pod Security Standards: our own, from the published standard. What is a
/// violation until some version was relaxed there; what is one until 0 never was.
extension PodMutation {
  static let all: [PodMutation] = baseline + restricted + windows + harmless

  private static let context = "*/securityContext"
  private static let apparmor =
    "metadata/annotations/container.apparmor.security.beta.kubernetes.io~1"
  private static let seccomp = "seccomp.security.alpha.kubernetes.io"

  private static func sysctl(_ name: String) -> [(pointer: String, value: Value?)] {
    [("spec/securityContext/sysctls", [["name": .string(name), "value": "1"]])]
  }

  private static func volume(_ type: String) -> [(pointer: String, value: Value?)] {
    let volume: Value = .mapping([.init("name", "v"), .init(type, ["path": "/data"])])
    return [("spec/volumes", [["name": "scratch", "emptyDir": [:]], volume])]
  }

  private static let baseline: [PodMutation] =
    [
      PodMutation(
        "windows-host-process", "pod",
        [("spec/securityContext/windowsOptions/hostProcess", true)]),
      PodMutation(
        "windows-host-process", "container", [("\(context)/windowsOptions/hostProcess", true)]),
      PodMutation("host-namespaces", "network", [("spec/hostNetwork", true)]),
      PodMutation("host-namespaces", "pid", [("spec/hostPID", true)]),
      PodMutation("host-namespaces", "ipc", [("spec/hostIPC", true)]),
      PodMutation("privileged", "true", [("\(context)/privileged", true)]),
      PodMutation(
        "capabilities-baseline", "NET_RAW", [("\(context)/capabilities/add", ["NET_RAW"])]),
      PodMutation(
        "capabilities-baseline", "small letters", [("\(context)/capabilities/add", ["chown"])]),
      PodMutation(
        "capabilities-baseline", "prefix", [("\(context)/capabilities/add", ["CAP_CHOWN"])]),
      PodMutation("host-path-volumes", "among others", volume("hostPath")),
      PodMutation(
        "host-ports", "one of two",
        [("*/ports", [["containerPort": 80], ["containerPort": 81, "hostPort": 81]])]),
      PodMutation(
        "apparmor-profile", "annotation", [(apparmor + "app", "unconfined")]),
      PodMutation(
        "apparmor-profile", "annotation of no container", [(apparmor, "bogus")]),
      PodMutation(
        "apparmor-profile", "pod",
        [("spec/securityContext/appArmorProfile/type", "Unconfined")]),
      PodMutation(
        "apparmor-profile", "container", [("\(context)/appArmorProfile/type", "Unconfined")]),
      PodMutation(
        "selinux-options", "type", [("\(context)/seLinuxOptions/type", "somevalue")]),
      PodMutation(
        "selinux-options", "engine", until: 31,
        [("\(context)/seLinuxOptions/type", "container_engine_t")]),
      PodMutation(
        "selinux-options", "user", [("spec/securityContext/seLinuxOptions/user", "somevalue")]),
      PodMutation("selinux-options", "role", [("\(context)/seLinuxOptions/role", "somevalue")]),
      PodMutation("proc-mount", "unmasked", [("\(context)/procMount", "Unmasked")]),
      PodMutation(
        "proc-mount", "unmasked, own users", until: 35, untilInRestricted: 38,
        [("\(context)/procMount", "Unmasked"), ("spec/hostUsers", false)]),
      PodMutation(
        "seccomp-baseline", "annotation of the pod", until: 19,
        [("metadata/annotations/\(seccomp)~1pod", "unconfined")]),
      PodMutation(
        "seccomp-baseline", "annotation of an init container", until: 19,
        [("metadata/annotations/container.\(seccomp)~1init", "unconfined")]),
      PodMutation(
        "seccomp-baseline", "annotation of an ephemeral container", until: 19,
        [("metadata/annotations/container.\(seccomp)~1debug", "")]),
      PodMutation(
        "seccomp-baseline", "pod", since: 19,
        [("spec/securityContext/seccompProfile/type", "Unconfined")]),
      PodMutation(
        "seccomp-baseline", "container", since: 19,
        [("\(context)/seccompProfile/type", "Unconfined")]),
      PodMutation("sysctls", "unknown", sysctl("othersysctl")),
      PodMutation("sysctls", "empty", sysctl("")),
    ] + sysctls + hosts

  private static let sysctls: [PodMutation] = [
    ("net.ipv4.ip_local_reserved_ports", 27), ("net.ipv4.tcp_keepalive_time", 29),
    ("net.ipv4.tcp_fin_timeout", 29), ("net.ipv4.tcp_keepalive_intvl", 29),
    ("net.ipv4.tcp_keepalive_probes", 29), ("net.ipv4.tcp_rmem", 32), ("net.ipv4.tcp_wmem", 32),
    ("net.ipv4.tcp_slow_start_after_idle", 37), ("net.ipv4.tcp_notsent_lowat", 37),
  ].map { name, since in PodMutation("sysctls", name, until: since, sysctl(name)) }

  private static let hosts: [PodMutation] = [
    "livenessProbe/httpGet", "readinessProbe/tcpSocket", "startupProbe/httpGet",
    "lifecycle/postStart/httpGet", "lifecycle/preStop/tcpSocket",
  ].map {
    PodMutation(
      "host-probes-and-lifecycle", $0, since: 34,
      [("*/\($0)", ["host": "127.0.0.1", "port": 80])])
  }

  private static let restricted: [PodMutation] = [
    PodMutation("restricted-volumes", "nfs", restricted: true, volume("nfs")),
    PodMutation("restricted-volumes", "gitRepo", restricted: true, volume("gitRepo")),
    PodMutation(
      "allow-privilege-escalation", "missing", restricted: true, since: 8,
      [("\(context)/allowPrivilegeEscalation", nil)]),
    PodMutation(
      "allow-privilege-escalation", "true", restricted: true, since: 8,
      [("\(context)/allowPrivilegeEscalation", true)]),
    PodMutation(
      "run-as-non-root", "missing", restricted: true,
      [("spec/securityContext/runAsNonRoot", nil)]),
    PodMutation(
      "run-as-non-root", "false on the pod", restricted: true,
      [("spec/securityContext/runAsNonRoot", false), ("+/securityContext/runAsNonRoot", true)]),
    PodMutation(
      "run-as-non-root", "false on a container", restricted: true,
      [("\(context)/runAsNonRoot", false)]),
    PodMutation(
      "run-as-non-root", "missing, own users", restricted: true, until: 35,
      [("spec/securityContext/runAsNonRoot", nil), ("spec/hostUsers", false)]),
    PodMutation(
      "run-as-user", "pod", restricted: true, since: 23, [("spec/securityContext/runAsUser", 0)]),
    PodMutation(
      "run-as-user", "container", restricted: true, since: 23, [("\(context)/runAsUser", 0)]),
    PodMutation(
      "run-as-user", "own users", restricted: true, since: 23, until: 35,
      [("\(context)/runAsUser", 0), ("spec/hostUsers", false)]),
    PodMutation(
      "seccomp-restricted", "missing", restricted: true, since: 19,
      [("spec/securityContext/seccompProfile", nil)]),
    PodMutation(
      "seccomp-restricted", "missing on one", restricted: true, since: 19,
      [
        ("spec/securityContext/seccompProfile", nil),
        ("spec/containers/0/securityContext/seccompProfile/type", "Localhost"),
      ]),
    PodMutation(
      "capabilities-restricted", "does not drop", restricted: true, since: 22,
      [("\(context)/capabilities", nil)]),
    PodMutation(
      "capabilities-restricted", "drops another", restricted: true, since: 22,
      [("\(context)/capabilities/drop", ["NET_RAW"])]),
    PodMutation(
      "capabilities-restricted", "adds a default one", restricted: true, since: 22,
      [("\(context)/capabilities/add", ["NET_BIND_SERVICE", "CHOWN"])]),
  ]

  private static let windows: [PodMutation] = [
    PodMutation(
      "allow-privilege-escalation", "windows", restricted: true, since: 8, until: 25,
      [("spec/os/name", "windows"), ("+/securityContext/allowPrivilegeEscalation", nil)]),
    PodMutation(
      "seccomp-restricted", "windows", restricted: true, since: 19, until: 25,
      [("spec/os/name", "windows"), ("spec/securityContext/seccompProfile", nil)]),
    PodMutation(
      "capabilities-restricted", "windows", restricted: true, since: 22, until: 25,
      [("spec/os/name", "windows"), ("+/securityContext/capabilities", nil)]),
    PodMutation(
      "run-as-non-root", "windows", restricted: true,
      [("spec/os/name", "windows"), ("spec/securityContext/runAsNonRoot", nil)]),
    PodMutation(
      "allow-privilege-escalation", "windows by selector only", restricted: true, since: 8,
      [
        ("spec/nodeSelector/kubernetes.io~1os", "windows"),
        ("\(context)/allowPrivilegeEscalation", nil),
      ]),
  ]

  private static let harmless: [PodMutation] = [
    PodMutation("privileged", "false", until: 0, [("\(context)/privileged", false)]),
    PodMutation("privileged", "null", until: 0, [("\(context)/privileged", .null)]),
    PodMutation(
      "host-ports", "zero", until: 0, [("*/ports", [["containerPort": 80, "hostPort": 0]])]),
    PodMutation(
      "restricted-volumes", "only a name", until: 0, [("spec/volumes", [["name": "v"]])]),
    PodMutation(
      "restricted-volumes", "image", until: 0,
      [("spec/volumes", [["name": "v", "image": ["reference": "registry.example.com/data:1"]]])]),
    PodMutation(
      "host-probes-and-lifecycle", "empty host", until: 0,
      [("*/livenessProbe/httpGet", ["host": "", "port": 80])]),
    PodMutation(
      "apparmor-profile", "annotations", until: 0,
      [(apparmor + "app", "localhost/app"), (apparmor + "init", ""), (apparmor, "runtime/default")]
    ),
    PodMutation(
      "seccomp-baseline", "annotations", until: 0,
      [
        ("metadata/annotations/\(seccomp)~1pod", "docker/default"),
        ("metadata/annotations/container.\(seccomp)~1app", "localhost/app"),
        ("metadata/annotations/container.\(seccomp)~1other", "unconfined"),
      ]),
    PodMutation(
      "selinux-options", "level", until: 0, [("\(context)/seLinuxOptions/level", "s0:c1,c2")]),
    PodMutation(
      "run-as-non-root", "each container", until: 0,
      [("spec/securityContext/runAsNonRoot", nil), ("+/securityContext/runAsNonRoot", true)]),
    PodMutation("run-as-user", "another", until: 0, [("\(context)/runAsUser", 1000)]),
    PodMutation("proc-mount", "default", until: 0, [("\(context)/procMount", "Default")]),
  ]
}
