// Reads spec.type and metadata.annotations of Services.
// Allowed: everything but LoadBalancer; and that too where an annotation asks the cloud for one
// that only its own network reaches, unless `allowInternal` says otherwise.

import Kubernetes

extension Rule {
  static let loadBalancerService = Rule(
    id: "network/load-balancer-service",
    title: "No Service asks for a load balancer of its own",
    severity: .warning,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.service]),
    fields: ["spec.type", "metadata.annotations"],
    why: "A load balancer for each Service costs money each, and puts each on the internet past "
      + "whatever guards the way in.",
    source: "https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer",
    remedy: "Use ClusterIP behind an Ingress or a Gateway.",
    parameters: [
      Parameter(
        "allowInternal", .boolean, default: true,
        "Whether load balancers that are internal by an annotation of their cloud are allowed.")
    ],
    example: Example(
      fails: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: LoadBalancer
          selector: {app: web}
          ports: [{port: 443}]
        """,
      passes: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{port: 443}]
        """),
    aliases: [
      Alias(.kubeLinter, "exposed-services"),
      Alias(.kyverno, "no-loadbalancer-service"),
      Alias(.gatekeeper, "K8sBlockLoadBalancer"),
    ],
    makeCheck: { parameters, _ in
      let allowInternal = parameters.boolean("allowInternal")
      return .object { scope, findings in
        let object = scope.object
        guard object.node["spec", "type"]?.isString("LoadBalancer") == true,
          !(allowInternal && isInternal(object))
        else { return }
        findings.report(
          at: ["spec", "type"],
          "the Service is of type LoadBalancer: it asks for an address of its own")
      }
    })

  /// Annotations by which clouds give an address of their own network only, with their values.
  private static let markers: [(key: String, values: [String])] = [
    ("service.beta.kubernetes.io/aws-load-balancer-internal", ["true", "0.0.0.0/0"]),
    ("service.beta.kubernetes.io/aws-load-balancer-scheme", ["internal"]),
    ("service.beta.kubernetes.io/azure-load-balancer-internal", ["true"]),
    ("networking.gke.io/load-balancer-type", ["Internal"]),
    ("cloud.google.com/load-balancer-type", ["Internal", "internal"]),
    ("service.beta.kubernetes.io/openstack-internal-load-balancer", ["true"]),
    ("service.beta.kubernetes.io/oci-load-balancer-internal", ["true"]),
    ("service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type", ["private"]),
    ("service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type", ["intranet"]),
  ]

  private static func isInternal(_ object: KubernetesObject) -> Bool {
    guard let annotations = object.annotations, annotations.count > 0 else { return false }
    return markers.contains { marker in
      guard let value = annotations[named: marker.key] else { return false }
      return marker.values.contains { value.isString($0) }
    }
  }
}
