// Reads spec.{initContainers,containers}[*].{livenessProbe,readinessProbe,startupProbe}.exec
//   .command.
// Allowed: every program whose name none of `commands` matches. Where the program is a shell, the
// programs that its script starts count as well.

import Documents
import Patterns

extension Rule {
  static let execProbeCommands = Rule(
    id: "security/exec-probe-commands",
    title: "Probes start no program that the policy forbids",
    severity: .warning,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: [
      "spec.{initContainers,containers}[*].{livenessProbe,readinessProbe,startupProbe}"
        + ".exec.command"
    ],
    why: "A probe starts its program every few seconds in the container, and one that looks for a "
      + "process finds it long after it has stopped answering.",
    source: "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",
    remedy: "Ask the program itself: by httpGet, grpc, tcpSocket or a client of its own.",
    parameters: [
      Parameter(
        "commands", .patterns, default: ["jcmd", "jps", "jstack", "ls", "pgrep", "pidof", "ps"],
        "Names of programs, without their folder.")
    ],
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: worker}
        spec:
          containers:
            - name: worker
              image: registry.example.com/worker:1.4.2
              livenessProbe:
                exec: {command: [sh, -c, "ps aux | grep -q worker"]}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: worker}
        spec:
          containers:
            - name: worker
              image: registry.example.com/worker:1.4.2
              livenessProbe:
                httpGet: {path: /healthz, port: 8080}
        """),
    aliases: [Alias(.kyverno, "deny-commands-in-exec-probe")],
    makeCheck: { parameters, _ in
      let commands = parameters.globs("commands")
      return .container { container, pod, findings in
        for (field, name) in probes {
          guard let command = container[field, "exec"]?["command"] else { continue }
          let program = forbiddenProgram(in: command, commands)
          guard let (program, position) = program else { continue }
          findings.report(
            container, of: pod, at: [name, "exec", "command", String(position)],
            "the \(name) of container \(container.label) starts \(quoted(program))")
        }
      }
    })

  private static let probes: [(ContainerScope.Field, String)] = [
    (.livenessProbe, "livenessProbe"), (.readinessProbe, "readinessProbe"),
    (.startupProbe, "startupProbe"),
  ]

  private static let shells = ["sh", "bash", "ash", "dash", "zsh", "ksh", "busybox"]

  /// The first program that is forbidden, and which element of the command starts it.
  private static func forbiddenProgram(
    in command: Node, _ forbidden: [Glob]
  ) -> (program: String, position: Int)? {
    for (position, element) in command.elements.enumerated() {
      guard let text = element.string else { return nil }
      var programs = ShellScript.programs(of: text)
      if position == 0 { programs = Array(programs.prefix(1)) }
      for program in programs where forbidden.contains(where: { $0.matches(program) }) {
        return (program, position)
      }
      if position == 0, !programs.contains(where: shells.contains) { return nil }
    }
    return nil
  }
}

/// What a shell would start: no more of its grammar than that takes.
private enum ShellScript {
  /// Words after which a command comes.
  private static let openings = [
    "if", "then", "else", "elif", "while", "until", "do", "!", "{", "exec", "time", "command",
  ]

  /// The names of the programs in a script, without their folders.
  static func programs(of script: String) -> [String] {
    var programs: [String] = []
    var word: [UInt8] = []
    var expectsCommand = true
    for byte in script.utf8 {
      let ends = ";|&\n()`".utf8.contains(byte)
      if !ends, !" \t\"'".utf8.contains(byte) {
        word.append(byte)
        continue
      }
      take(word, &expectsCommand, &programs)
      word.removeAll(keepingCapacity: true)
      if ends { expectsCommand = true }
    }
    take(word, &expectsCommand, &programs)
    return programs
  }

  private static func take(
    _ word: [UInt8], _ expectsCommand: inout Bool, _ programs: inout [String]
  ) {
    // `NAME=value` stands before a command, and `$` is what a `(` left over.
    if word.isEmpty || word == [UInt8(ascii: "$")] || !expectsCommand { return }
    if word.contains(UInt8(ascii: "=")), word.first != UInt8(ascii: "/") { return }
    let name = String(
      decoding: word.split(separator: UInt8(ascii: "/")).last ?? [], as: UTF8.self)
    if openings.contains(name) { return }
    programs.append(name)
    expectsCommand = false
  }
}
