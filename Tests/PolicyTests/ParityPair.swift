import Testing

/// What two containers say, and the one difference that follows; none where there is no third.
struct ParityPair: Sendable, CustomTestStringConvertible {
  let one: String
  let other: String
  let difference: String

  init(_ one: String, _ other: String, _ difference: String = "") {
    (self.one, self.other, self.difference) = (one, other, difference)
  }

  var testDescription: String { "\(one) | \(other)" }

  static let all = [
    ParityPair("image: nginx", "image: docker.io/library/nginx:latest"),
    ParityPair("image: nginx:1", "image: nginx", "image-version image a=1 b=no tag"),
    ParityPair("image: a/b:1", "image: c/b:1", "image image a=a/b b=c/b"),
    ParityPair("image: a/b:1", "", "image image a=a/b b=missing"),
    ParityPair("image: 'A B'", "image: 'https://u:pass@r/x'", "image image a=there b=there"),
    ParityPair("env: [{name: X, value: a}]", "env: [{name: X, value: b}]"),
    ParityPair("env: [{name: X, value: a}]", "", "env env/X a=there b=missing"),
    ParityPair(
      "env: [{name: X, value: a}]",
      "env: [{name: X, valueFrom: {secretKeyRef: {name: s, key: k}}}]",
      "env-source env/X a=literal b=Secret s/k"),
    ParityPair(
      "env: [{name: X, valueFrom: {configMapKeyRef: {name: s-2456789bcd, key: k}}}]",
      "env: [{name: X, valueFrom: {configMapKeyRef: {name: s-fghkmtbcdf, key: k}}}]"),
    ParityPair(
      "env: [{name: X, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]",
      "env: [{name: X, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}]",
      "env-source env/X a=field metadata.name b=limits.cpu"),
    ParityPair(
      "envFrom: [{secretRef: {name: s}, prefix: P_}]", "envFrom: []",
      "env envFrom/Secret s P_ a=there b=missing"),
    ParityPair("resources: {limits: {cpu: 1}}", "resources: {limits: {cpu: 1000m}}"),
    ParityPair(
      "resources: {limits: {cpu: 1}, requests: {cpu: 1}}", "resources: {limits: {cpu: 1}}"),
    ParityPair(
      "resources: {requests: {memory: 1Gi}}", "resources: {requests: {memory: 1G}}",
      "resource-amount resources/requests/memory a=1Gi b=1G"),
    ParityPair(
      "resources: {requests: {memory: 1Gi}}", "resources: {requests: {memory: null}}",
      "resource resources/requests/memory a=1Gi b=missing"),
    ParityPair(
      "livenessProbe: {tcpSocket: {port: 1}}", "", "probe livenessProbe a=there b=missing"),
    ParityPair(
      "livenessProbe: {httpGet: {port: 1}}",
      "livenessProbe: {httpGet: {port: 1, path: /, scheme: HTTP}, periodSeconds: 10}"),
    ParityPair(
      "livenessProbe: {httpGet: {port: 1}}", "livenessProbe: {tcpSocket: {port: 1}}",
      "probe-setting livenessProbe/handler a=httpGet :1 b=tcpSocket :1"),
    ParityPair(
      "livenessProbe: {exec: {command: [a]}}", "livenessProbe: {exec: {command: [b]}}",
      "probe-setting livenessProbe/exec/command a=a b=b"),
    ParityPair(
      "livenessProbe: {grpc: {port: 1}}", "livenessProbe: {grpc: {port: 1}, timeoutSeconds: 3}",
      "probe-setting livenessProbe/timeoutSeconds a=1 b=3"),
    // What the API server fills in, or takes for the same.
    ParityPair("env: [{name: X, valueFrom: null}]", "env: [{name: X, value: b}]"),
    ParityPair(
      "livenessProbe: {httpGet: {port: 1}, timeoutSeconds: 0, failureThreshold: null}",
      "livenessProbe: {httpGet: {port: 1, path: '', host: null, scheme: '', httpHeaders: []}, "
        + "timeoutSeconds: 1, failureThreshold: 3, initialDelaySeconds: 0}"),
    ParityPair(
      "livenessProbe: {grpc: {port: 1, service: ''}, terminationGracePeriodSeconds: null}",
      "livenessProbe: {grpc: {port: 1}}"),
    ParityPair(
      "livenessProbe: {tcpSocket: {host: '', port: 1}, exec: null}",
      "livenessProbe: {httpGet: null, tcpSocket: {port: 1, host: null}}"),
    ParityPair(
      "livenessProbe: {exec: {command: []}}", "livenessProbe: {exec: {command: null}}"),
    ParityPair(
      "livenessProbe: {grpc: {port: 1}, terminationGracePeriodSeconds: 5}",
      "livenessProbe: {grpc: {port: 1}}",
      "probe-setting livenessProbe/terminationGracePeriodSeconds a=5 b=the pod's"),
    // What differs is said.
    ParityPair(
      "livenessProbe: {httpGet: {port: 1, path: /a, host: h}}",
      "livenessProbe: {httpGet: {port: 1, path: /a, host: g}}",
      "probe-setting livenessProbe/httpGet/host a=h b=g"),
    ParityPair(
      "livenessProbe: {httpGet: {port: 1, httpHeaders: [{name: Host, value: a}]}}",
      "livenessProbe: {httpGet: {port: 1, httpHeaders: [{name: host, value: b}]}}",
      "probe-setting livenessProbe/httpGet/httpHeaders/host a=a b=b"),
    ParityPair(
      "livenessProbe: {httpGet: {port: 1, httpHeaders: [{name: X-Auth, value: a}]}}",
      "livenessProbe: {httpGet: {port: 1, httpHeaders: [{name: X-Auth, value: b}]}}",
      "probe-setting livenessProbe/httpGet/httpHeaders/x-auth a=there b=there"),
    ParityPair(
      "livenessProbe: {httpGet: {port: 1, httpHeaders: [{name: A, value: a}]}}",
      "livenessProbe: {httpGet: {port: 1}}",
      "probe-setting livenessProbe/httpGet/httpHeaders/a a=a b=missing"),
    ParityPair(
      "livenessProbe: {httpGet: {port: 1, path: '/up?deep=1&token=abc'}}",
      "livenessProbe: {httpGet: {port: 1, path: '/up?deep=2&token=abc'}}",
      "probe-setting livenessProbe/httpGet/path a=/up?deep=1&token=… b=/up?deep=2&token=…"),
    // One row is enough.
    ParityPair(
      "resources: {limits: {memory: 1Gi}}", "resources: {}",
      "resource resources/limits/memory a=1Gi b=missing"),
    ParityPair(
      "resources: {limits: {memory: 1Gi}}", "resources: {limits: {memory: 2Gi}}",
      "resource-amount resources/limits/memory a=1Gi b=2Gi"),
    ParityPair("resources: {limits: {memory: 1Gi}}", "resources: {limits: {memory: 1024Mi}}"),
  ]
}
