import ClusterClient
import CommandLine
import Documents
import HTTPServer
import JSONSyntax
import Kubernetes
import Manifests
import Policy

/// `kpatch-webhook doctor`.
struct DoctorCommand {
  private let name: String
  private let kubeconfig: String?
  private let policyPaths: [FilePath]
  private let isJSON: Bool

  private static let group = "admissionregistration.k8s.io"

  init(_ invocation: Invocation) throws(StartError) {
    name = invocation.value(Commands.configurationName) ?? "kpatch"
    kubeconfig = invocation.value(Commands.kubeconfig)
    isJSON = invocation.value(Commands.certificateFormat) == "json"
    do throws(UsageError) {
      policyPaths = try ServeOptions.paths(invocation.values(Commands.policy))
      guard NameRule.dns1123Subdomain.allows(name) else {
        throw UsageError.other("--name is no name of an object")
      }
    } catch {
      throw .usage(error)
    }
  }

  func run(_ output: Output) throws(StartError) -> ExitStatus {
    var policy: CompiledPolicy?
    if !policyPaths.isEmpty {
      let reading = PolicyFiles(paths: policyPaths).read(today: Machine.today)
      guard let compiled = reading.policy else { throw .refused(reading.problems) }
      policy = compiled
    }
    var doctor: Doctor
    do throws(ClusterError) {
      let configuration: ClusterConfiguration
      if let kubeconfig {
        configuration = try .kubeconfig(at: kubeconfig)
      } else {
        configuration = try .inCluster(variable: Terminal.variable)
      }
      doctor = Doctor(
        try facts(ClusterClient(configuration)), name: name, policy: policy,
        now: MonotonicClock.wallSeconds())
    } catch {
      throw .refused([error.message])
    }
    doctor.examine()
    output.write(isJSON ? Self.json(doctor) : Self.text(doctor))
    return doctor.isSound ? .clean : .negative
  }

  private static func text(_ doctor: Doctor) -> String {
    doctor.checks.map { check in
      let gap = String(repeating: " ", count: 9 - check.result.rawValue.utf8.count)
      return "\(check.result.rawValue)\(gap)\(TerminalText.escaped(check.text))\n"
    }.joined()
  }

  private static func json(_ doctor: Doctor) -> String {
    let checks = doctor.checks.map { check -> Value in
      ["result": .string(check.result.rawValue), "message": .string(check.text)]
    }
    let value: Value = ["ok": .boolean(doctor.isSound), "checks": .sequence(checks)]
    return value.json(.pretty) + "\n"
  }

  // MARK: Reading

  /// Both configurations have to be readable; of the rest, what can be read.
  private func facts(_ client: ClusterClient) throws(ClusterError) -> ClusterFacts {
    var facts = ClusterFacts()
    facts.mutating = try Self.items(
      client.get(ClusterResource(group: Self.group, "mutatingwebhookconfigurations")))
    facts.validating = try Self.items(
      client.get(ClusterResource(group: Self.group, "validatingwebhookconfigurations")))
    let webhooks = (facts.mutating + facts.validating)
      .filter { $0["metadata", "name"]?.isString(name) == true }
      .flatMap { $0["webhooks"].map { Array($0.elements) } ?? [] }
      .map { InstalledWebhook(sort: "", node: $0) }
    for (namespace, name) in webhooks.compactMap(\.service) {
      let key = "\(namespace)/\(name)"
      if facts.services[key] != nil { continue }
      let resource = ClusterResource("services", namespace: namespace, name: name)
      facts.services[key] = Self.attempt(client, resource, &facts)
    }
    for namespace in Set(webhooks.compactMap { $0.service?.namespace }).sorted() {
      let resource = ClusterResource(group: "apps", "deployments", namespace: namespace)
      facts.deployments += Self.items(Self.attempt(client, resource, &facts))
      for name in Self.secretNames(facts.deployments) {
        let secret = ClusterResource.secret(namespace: namespace, name: name)
        guard let node = Self.attempt(client, secret, &facts) else { continue }
        let certificate = node["data", "tls.crt"]?.string.flatMap(Base64Text.decode)
        facts.certificates["\(namespace)/\(name)"] = certificate ?? []
      }
    }
    return facts
  }

  private static func items(_ list: Node?) -> [Node] {
    let items = list?["items"].map { Array($0.elements) } ?? []
    return items.sorted {
      ($0["metadata", "name"]?.text ?? "") < ($1["metadata", "name"]?.text ?? "")
    }
  }

  /// `nil` where there is none, and where it may not be read, which is noted.
  private static func attempt(
    _ client: ClusterClient, _ resource: ClusterResource, _ facts: inout ClusterFacts
  ) -> Node? {
    do throws(ClusterError) {
      return try client.get(resource)
    } catch {
      if error.cause != .notFound { facts.unread.append(error.message) }
      return nil
    }
  }

  /// The Secrets of the serving certificates: what the server is told, or what is mounted where it
  /// is told to read.
  private static func secretNames(_ deployments: [Node]) -> [String] {
    var names: Set<String> = []
    for deployment in deployments {
      let pod = deployment["spec", "template", "spec"]
      let volumes = pod?["volumes"].map { Array($0.elements) } ?? []
      for container in pod?["containers"].map({ Array($0.elements) }) ?? [] {
        let words = ["command", "args"].flatMap { container[$0].map { Array($0.elements) } ?? [] }
          .compactMap(\.string)
        if let secret = value("--secret", words) {
          names.insert(secret.split(separator: "/").last.map(String.init) ?? secret)
        }
        guard let path = value("--tls-cert", words) else { continue }
        for mount in container["volumeMounts"].map({ Array($0.elements) }) ?? [] {
          guard let folder = mount["mountPath"]?.string, path.hasPrefix("\(folder)/"),
            let volume = volumes.first(where: { $0["name"]?.text == mount["name"]?.text }),
            let secret = volume["secret", "secretName"]?.string
          else { continue }
          names.insert(secret)
        }
      }
    }
    return names.sorted()
  }

  private static func value(_ option: String, _ words: [String]) -> String? {
    for (index, word) in words.enumerated() {
      if word.hasPrefix("\(option)=") { return String(word.dropFirst(option.count + 1)) }
      if word == option, index + 1 < words.count { return words[index + 1] }
    }
    return nil
  }
}
