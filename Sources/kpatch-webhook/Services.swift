import HTTPServer
import Policy
import Telemetry

/// What every thread of the server works with.
final class Services: Sendable {
  let state: ServerState
  let clients: ClientRule
  let metrics: WebhookMetrics
  let logs: Logs

  init(_ state: ServerState, clients: ClientRule, metrics: WebhookMetrics, logs: Logs) {
    self.state = state
    self.clients = clients
    self.metrics = metrics
    self.logs = logs
  }
}

extension WebhookMetrics {
  /// The server's metrics: all labels have the values that are known here, whatever clients send.
  static func make() -> WebhookMetrics {
    var words = Vocabulary()
    words.kinds = kinds
    words.rules = Catalogue.rules.map(\.id)
    words.parts.append("ca_bundle")
    words.causes = RequestError.allCases.map(\.metricName)
    return WebhookMetrics(words, version: Release.version)
  }

  /// Kinds that are counted by their name: those that policies are usually about. Kinds of custom
  /// resources are without number.
  private static let kinds = [
    "Pod", "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob",
    "ReplicationController", "Service", "Ingress", "NetworkPolicy", "ConfigMap", "Secret",
    "ServiceAccount", "Namespace", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding",
    "PersistentVolumeClaim", "PersistentVolume", "HorizontalPodAutoscaler",
    "PodDisruptionBudget", "CustomResourceDefinition", "Endpoints", "EndpointSlice", "Lease",
    "Event", "Node",
  ]

  /// All metrics as text, with what the server and the logs have counted.
  func text(of server: ServerStatistics, _ logs: Logs) -> [UInt8] {
    var numbers = ServerNumbers()
    numbers.acceptedConnections = server.acceptedConnections
    numbers.openConnections = server.openConnections
    numbers.refusedConnections = server.refusedConnections
    numbers.acceptPauses = server.acceptPauses
    numbers.handshakeTimeouts = server.handshakeTimeouts
    numbers.idleTimeouts = server.idleTimeouts
    numbers.writeTimeouts = server.writeTimeouts
    numbers.truncatedRequests = server.truncatedRequests
    numbers.handshakes = server.handshakes
    numbers.resumedHandshakes = server.resumedHandshakes
    numbers.failedHandshakes = server.failedHandshakes
    numbers.bytesInFlight = server.bytesInFlight
    numbers.rejections = server.errors.map { ($0.cause.metricName, $0.count) }
    for (name, counts) in logs.statistics { update(log: name, counts) }
    return text(numbers)
  }
}

extension RequestError {
  /// The case's name as label values are written: `too_many_connections`.
  var metricName: String {
    var name = ""
    for scalar in "\(self)".unicodeScalars {
      if scalar.properties.isUppercase { name += "_" }
      name += scalar.properties.lowercaseMapping
    }
    return name.replacing("_t_l_s_", with: "_tls_")
  }
}
