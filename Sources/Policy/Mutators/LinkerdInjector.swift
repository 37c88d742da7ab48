import Documents
import Kubernetes

/// Which pods Linkerd's injector skips whatever their annotations say: its own rules and those of
/// the webhook's default selectors.
enum LinkerdInjector {
  /// The reason, as a clause; `nil` where the injector would act. A proxy that is there already is
  /// another question: ``hasSidecar(_:)``.
  static func reasonToSkip(_ template: PodTemplate, _ input: MutatorInput) -> String? {
    if template.usesHostNetwork { return "the pod uses the node's network" }
    // A PodTemplate makes no pods by itself, and the injector does not know the kind.
    if input.isKind("PodTemplate", group: "") { return "nothing makes pods from a PodTemplate" }
    if let namespace = input.namespace, namespace == "kube-system" || namespace == "cert-manager" {
      return "the injector does not look into the namespace \(namespace)"
    }
    let switchLabel = "config.linkerd.io/admission-webhooks"
    let ofNamespace = input.context.namespaceLabels(of: input.object)
    if ofNamespace?[named: switchLabel]?.isString("disabled") == true {
      return "the namespace's label switches the injector off"
    }
    if let labels = template.labels,
      labels["linkerd.io/control-plane-component"] != nil
        || labels["linkerd.io/cni-resource"] != nil
    {
      return "the pod is a part of Linkerd itself"
    }
    return nil
  }

  /// Images are known by the beginnings that the injector knows; one from another registry is known
  /// by its container's name only.
  private static func isProxy(image text: Span<UInt8>) -> Bool {
    begins(text, with: "cr.l5d.io/linkerd/proxy:")
      || begins(text, with: "gcr.io/istio-release/proxyv2:")
  }

  private static func isInitial(image text: Span<UInt8>) -> Bool {
    begins(text, with: "cr.l5d.io/linkerd/proxy-init:")
      || begins(text, with: "gcr.io/istio-release/proxy_init:")
  }

  /// Whether the pod has the proxy of a mesh, from an earlier injection or by hand.
  static func hasSidecar(_ template: PodTemplate) -> Bool {
    template.containers.contains { container in
      guard container.sort != .ephemeral else { return false }
      let name = container.node["name"]
      let image = container.node["image"]
      if name?.isString("linkerd-proxy") == true || name?.isString("istio-proxy") == true {
        return true
      }
      if image?.withText({ isProxy(image: $0) }) == true { return true }
      guard container.field == "initContainers" else { return false }
      if name?.isString("linkerd-init") == true || name?.isString("istio-init") == true {
        return true
      }
      return image?.withText { isInitial(image: $0) } == true
    }
  }

  /// Whether the text begins with a word and has more.
  @inline(__always)
  private static func begins(_ text: Span<UInt8>, with word: StaticString) -> Bool {
    text.count > word.utf8CodeUnitCount && text.begins(with: word)
  }
}
