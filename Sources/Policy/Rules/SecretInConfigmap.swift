// Scenario S16: secrets where everybody who may read configuration reads them.
// Reads data of ConfigMaps: keys, values, and in values of several lines every `name=value` and
// `name: value`.
// Allowed: values that are no secret, as in config/secret-in-env-literal. In a text of several
// lines only passwords count, and long values of keys and tokens, that stand for themselves;
// comments, templates and programs do not. What the value is stands in no message.

import Documents
import Kubernetes

extension Rule {
  static let secretInConfigmap = Rule(
    id: "config/secret-in-configmap",
    title: "ConfigMaps hold no secrets",
    severity: .error,
    presets: .ours(recommended: .warn, everything: .deny),
    subject: .kinds([.configMap]),
    fields: ["data"],
    why: "ConfigMaps are not encrypted at rest and far more people and programs may read them than "
      + "Secrets.",
    source: "https://kubernetes.io/docs/concepts/configuration/configmap/",
    remedy: "Move it to a Secret, and replace the secret: it has been read.",
    parameters: SecretFinder.parameters,
    example: Example(
      fails: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: api}
        data:
          DATABASE_URL: postgres://api:kD83hsPw@db.shop/api
        """,
      passes: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: api}
        data:
          DATABASE_HOST: db.shop
        """),
    aliases: [
      Alias(.polaris, "sensitiveConfigmapContent")
    ],
    hidesSource: true,
    makeCheck: { parameters, _ in
      let finder = SecretFinder(parameters)
      return .object { scope, findings in
        guard let data = scope.object.node["data"] else { return }
        for (key, value) in data.entries {
          if let reason = finder.reason(for: value, named: key) {
            findings.report(
              at: ["data", key.text], on: value,
              "the key \(quoted(key.text)) holds a secret: \(reason.clause)")
          } else if value.isString, finder.meaning(of: key) != nil,
            let line = value.withText({ EmbeddedSecret.firstLine(in: $0) })
          {
            findings.report(
              at: ["data", key.text], on: value,
              "the key \(quoted(key.text)) holds a secret: line \(line) of its text sets a "
                + "password or a token")
          }
        }
      }
    })
}
