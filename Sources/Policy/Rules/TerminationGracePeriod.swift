// Scenario S06: graceful shutdown waits for ever, or is cut off: the grace period is unset, or
// shorter than the preStop hook.
// Reads spec.terminationGracePeriodSeconds and
// spec.{containers,initContainers}[*].lifecycle.preStop.{sleep,exec}.
// Allowed: from `minimum` to `maximum` seconds (30 where nothing is said, unless `explicit` wants
// it said), and more than each preStop hook sleeps: the time counts from before the hook, so what
// is left after it is what the program has. A hook that runs `sleep N` is understood, others are
// not. Windows, jobs and hooks without a sleep are judged as all others.

import Documents
import Kubernetes

extension Rule {
  static let terminationGracePeriod = Rule(
    id: "workload/termination-grace-period",
    title: "The grace period is long enough and ends",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .pods,
    fields: [
      "spec.terminationGracePeriodSeconds",
      "spec.{containers,initContainers}[*].lifecycle.preStop",
    ],
    why: "The preStop hook uses up the grace period, and a program that has none left is killed in "
      + "the middle of its requests.",
    source:
      "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-flow",
    remedy:
      "Set terminationGracePeriodSeconds to the time of the preStop hook and of the shutdown "
      + "together.",
    parameters: [
      Parameter(
        "minimum", .integer(1...86_400), default: 1,
        "The least grace period in seconds."),
      Parameter(
        "maximum", .integer(1...2_147_483_647), default: 3_600,
        "The longest grace period in seconds; a drain of the node waits that long."),
      Parameter(
        "explicit", .boolean, default: false,
        "Whether it must be written, though it has a default of 30 seconds."),
    ],
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              lifecycle:
                preStop: {exec: {command: [sleep, "30"]}}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          terminationGracePeriodSeconds: 60
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              lifecycle:
                preStop: {exec: {command: [sleep, "30"]}}
        """),
    makeCheck: { parameters, _ in
      let minimum = parameters.integer("minimum")
      let maximum = parameters.integer("maximum")
      let explicit = parameters.boolean("explicit")
      return .pod { pod, findings in
        let path = ["terminationGracePeriodSeconds"]
        let node = pod.spec["terminationGracePeriodSeconds"].flatMap { $0.isNull ? nil : $0 }
        if node == nil, explicit {
          findings.report(
            pod, at: path, "no terminationGracePeriodSeconds is set, which the policy requires",
            remedy: "Set terminationGracePeriodSeconds; the default is 30.")
        }
        guard let grace = node == nil ? 30 : node?.integer else { return }
        if grace < minimum, node != nil || minimum > 1 {
          findings.report(
            pod, at: path,
            grace <= 0
              ? "the grace period is \(grace) s: the containers are killed at once"
              : "the grace period is \(grace) s, and the policy wants at least \(minimum) s")
          return
        }
        if grace > maximum {
          findings.report(
            pod, at: path,
            "the grace period is \(grace) s, and the policy allows at most \(maximum) s: a drain "
              + "waits that long", remedy: "Lower terminationGracePeriodSeconds.")
        }
        for container in pod.containers where container.view.isLongRunning {
          guard let hook = container[.lifecycle, "preStop"], let sleep = seconds(of: hook),
            sleep >= grace
          else { continue }
          findings.report(
            container, of: pod, at: ["lifecycle", "preStop"], on: hook,
            "the preStop hook of container \(container.label) sleeps for \(sleep) s, and the grace "
              + "period is \(grace) s: nothing is left for the shutdown")
        }
      }
    })

  /// How long a hook sleeps at least; `nil` where that cannot be told.
  private static func seconds(of hook: Node) -> Int64? {
    if let seconds = hook["sleep", "seconds"]?.integer { return seconds }
    guard let command = hook["exec", "command"], command.isSequence else { return nil }
    var longest: Int64?
    var isSleep = false
    for (position, word) in command.elements.prefix(16).enumerated() {
      word.withText { text in
        if isSleep {
          longest = [longest, seconds(text, 0)].compactMap(\.self).max()
          isSleep = false
          return
        }
        isSleep = position == 0 && (text.says("sleep") || text.says("/bin/sleep"))
        if let found = longestSleep(text) { longest = max(longest ?? 0, found) }
      }
    }
    return longest
  }

  /// The longest `sleep N` in the text of a script.
  private static func longestSleep(_ text: Span<UInt8>) -> Int64? {
    let name = "sleep "
    let word = name.utf8Span.span
    guard text.count > word.count else { return nil }
    var longest: Int64?
    for start in 0..<text.count - word.count {
      guard text[start] == word[0], start == 0 || !isName(text[start - 1]) else { continue }
      var index = 1
      while index < word.count, text[start + index] == word[index] { index += 1 }
      guard index == word.count, let found = seconds(text, start + index) else { continue }
      longest = max(longest ?? 0, found)
    }
    return longest
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      || byte &- UInt8(ascii: "0") < 10 || byte | 0x20 &- UInt8(ascii: "a") < 26
  }

  /// The number at a place with its unit: `5`, `5s`, `2m`. Fractions are cut off.
  private static func seconds(_ text: Span<UInt8>, _ start: Int) -> Int64? {
    var index = start
    var value: Int64 = 0
    while index < text.count, text[index] &- UInt8(ascii: "0") < 10 {
      value = min(value * 10 + Int64(text[index] - UInt8(ascii: "0")), 1 << 31)
      index += 1
    }
    guard index > start else { return nil }
    guard index < text.count else { return value }
    switch text[index] {
    case UInt8(ascii: "m"): return value * 60
    case UInt8(ascii: "h"): return value * 3_600
    case UInt8(ascii: "d"): return value * 86_400
    default: return value
    }
  }
}
