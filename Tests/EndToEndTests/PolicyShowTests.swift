import Foundation
import TestSupport
import Testing

@Suite("kpatch policy show")
struct PolicyShowTests {
  @Test("shows the levels of podSecurity, and what follows from them as comments")
  func levels() throws {
    let policy = """
      apiVersion: kpatch.dev/v1alpha1
      kind: Policy
      spec:
        podSecurity:
          level: baseline
          version: "1.30"
          warn: restricted
          exemptions: {namespaces: [monitoring]}
        rules:
          pss/host-ports: audit
      """
    let workplace = try Workplace()
    try Data(policy.utf8).write(to: workplace.url.appendingPathComponent("kpatch.yaml"))
    let shown = try Tool.run(["policy", "show", "-p", "kpatch.yaml"], in: workplace.url)
    for line in [
      "  podSecurity:",
      "    level: baseline                             # kpatch.yaml:5",
      "    version: \"1.30\"                             # kpatch.yaml:6",
      "    warn: {level: restricted, version: latest}  # kpatch.yaml:7",
      "    exemptions:",
      "      namespaces: [monitoring]                  # kpatch.yaml:8",
      "    # pss/privileged: deny                      # kpatch.yaml:5",
      "    # pss/host-probes-and-lifecycle: warn       # kpatch.yaml:5",
      "    # pss/proc-mount-restricted: warn           # kpatch.yaml:5",
      "    pss/host-ports:",
      "      action: audit                             # kpatch.yaml:10",
    ] {
      #expect(shown.outputText.split(separator: "\n").contains { $0 == line }, "\(line)")
    }
    // What is shown is a policy.
    try Data(shown.outputText.utf8).write(to: workplace.url.appendingPathComponent("again.yaml"))
    let checked = try Tool.run(["policy", "check", "again.yaml"], in: workplace.url)
    #expect(checked.status == 0 && checked.outputText == "again.yaml: ok\n")
  }
}
