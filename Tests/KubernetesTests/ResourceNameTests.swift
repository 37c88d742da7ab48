import Kubernetes
import Testing

@Suite("Names of resources")
struct ResourceNameTests {
  @Test(
    "A kind has the resource that API servers have for it",
    arguments: [
      ("Pod", "pods"), ("Ingress", "ingresses"), ("NetworkPolicy", "networkpolicies"),
      ("StorageClass", "storageclasses"), ("Endpoints", "endpoints"), ("Service", "services"),
      ("EndpointSlice", "endpointslices"), ("CSIStorageCapacity", "csistoragecapacities"),
      ("ComponentStatus", "componentstatuses"), ("IPAddress", "ipaddresses"),
      ("ReplicationController", "replicationcontrollers"), ("APIService", "apiservices"),
      ("PodDisruptionBudget", "poddisruptionbudgets"), ("PriorityClass", "priorityclasses"),
      ("SecurityContextConstraints", "securitycontextconstraints"), ("Rollout", "rollouts"),
      ("ServiceMonitor", "servicemonitors"), ("CloneSet", "clonesets"),
    ])
  func plural(kind: String, resource: String) {
    #expect(ResourceName.plural(of: kind) == resource)
  }
}
