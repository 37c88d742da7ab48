import Documents
import JSONSyntax

/// Makes the inputs, the same ones every time.
enum Inputs {
  /// Writes all of them into a folder.
  static func write(to folder: String) throws {
    let tenMebibytes = (10 << 20) / json(stored(1, containers: 1, managed: false)).count
    try Files.write(json(review(containers: 1)), to: "\(folder)/review.json")
    try Files.write(json(list(items: tenMebibytes)), to: "\(folder)/list.json")
    try Files.write(json(list(items: tenMebibytes), .pretty), to: "\(folder)/list-indented.json")
    try Files.write(Array(deployment(1).utf8), to: "\(folder)/deployment.yaml")
    try Files.write(stream { $0 < 2_000 && $1 >= 0 }, to: "\(folder)/deployments.yaml")
    for size in [1, 10, 100] {
      try Files.write(stream { $1 < size << 20 && $0 >= 0 }, to: "\(folder)/stream-\(size).yaml")
    }
    try Files.write(
      Array("resources: [deployments.yaml]\ncommonAnnotations: {team: shop}\n".utf8),
      to: "\(folder)/kustomization.yaml")
  }

  private static func json(_ value: Value, _ style: JSONWriter.Style = .compact) -> [UInt8] {
    var text: [UInt8] = []
    JSONWriter.append(value, to: &text, style: style)
    return text
  }

  /// Deployments one after the other, while `wanted` says so of their number and bytes.
  private static func stream(while wanted: (Int, Int) -> Bool) -> [UInt8] {
    var text: [UInt8] = []
    var number = 0
    while wanted(number, text.count) {
      text += Array((number == 0 ? "" : "---\n").utf8) + Array(deployment(number).utf8)
      number += 1
    }
    return text
  }

  /// A Deployment of about 850 bytes as people write them.
  private static func deployment(_ number: Int) -> String {
    """
    # The front of the shop.
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web-\(number)
      namespace: shop
      labels:
        app.kubernetes.io/name: web-\(number)
    spec:
      replicas: 2
      selector:
        matchLabels:
          app.kubernetes.io/name: web-\(number)
      template:
        metadata:
          labels:
            app.kubernetes.io/name: web-\(number)
        spec:
          containers:
          - name: web
            image: registry.example.org/shop/web:1.25.\(number)
            ports:
            - name: http # for people
              containerPort: 8080
            - name: metrics
              containerPort: 9090
            env:
            - name: LOG_LEVEL
              value: "info"
            readinessProbe:
              httpGet: {path: /healthz, port: http}
            resources:
              requests:
                cpu: 100m
                memory: 64Mi
              limits:
                memory: 128Mi

    """
  }

  /// What the API server sends when such a Deployment is created: about 4 KiB.
  static func review(containers: Int) -> Value {
    let kind: Value = ["group": "apps", "version": "v1", "kind": "Deployment"]
    let resource: Value = ["group": "apps", "version": "v1", "resource": "deployments"]
    return [
      "kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1",
      "request": [
        "uid": "6c6624cf-ff51-4eec-a552-4d3f0baa85d4", "kind": kind, "resource": resource,
        "requestKind": kind, "requestResource": resource, "name": "web", "namespace": "shop",
        "operation": "CREATE",
        "userInfo": [
          "username": "admin", "groups": ["system:masters", "system:authenticated"],
          "extra": ["authentication.kubernetes.io/credential-id": ["X509SHA256=8ef4abdfae448db4"]],
        ],
        "object": stored(1, containers: containers, managed: true), "oldObject": .null,
        "dryRun": false,
        "options": [
          "kind": "CreateOptions", "apiVersion": "meta.k8s.io/v1",
          "fieldManager": "kubectl-client-side-apply", "fieldValidation": "Strict",
        ],
      ],
    ]
  }

  /// A `List` of Deployments as the API server stores them.
  static func list(items: Int) -> Value {
    [
      "apiVersion": "v1", "kind": "List",
      "items": .sequence((0..<items).map { stored($0, containers: 1, managed: false) }),
    ]
  }

  /// A Deployment with its defaults filled in; `managed` adds the fields' managers.
  private static func stored(_ number: Int, containers: Int, managed: Bool) -> Value {
    let labels: Value = ["app.kubernetes.io/name": .string("web-\(number)")]
    let applied: Value = [
      "apiVersion": "apps/v1", "kind": "Deployment", "metadata": ["labels": labels, "name": "web"],
      "spec": [
        "replicas": 2, "template": ["spec": ["containers": [["image": "web:1", "name": "web"]]]],
      ],
    ]
    var metadata: Value = [
      "name": .string("web-\(number)"), "namespace": "shop",
      "uid": "0d3f0baa-1eec-4a55-9d3f-0baa85d46c66", "resourceVersion": "41233", "generation": 1,
      "creationTimestamp": "2026-01-01T09:00:00Z", "labels": labels,
      "annotations": [
        "deployment.kubernetes.io/revision": "1",
        "kubectl.kubernetes.io/last-applied-configuration": .string(applied.json()),
      ],
    ]
    if managed, case .mapping(let entries) = metadata {
      let fields: Value = [
        "f:metadata": [
          "f:annotations": [".": [:]], "f:labels": [".": [:], "f:app.kubernetes.io/name": [:]],
        ],
        "f:spec": [
          "f:progressDeadlineSeconds": [:], "f:replicas": [:], "f:revisionHistoryLimit": [:],
          "f:selector": [:],
          "f:template": ["f:spec": ["f:containers": [#"k:{"name":"web"}"#: ["f:image": [:]]]]],
        ],
      ]
      let manager: Value = [
        "manager": "kubectl-client-side-apply", "operation": "Update", "apiVersion": "apps/v1",
        "time": "2026-01-01T09:00:00Z", "fieldsType": "FieldsV1", "fieldsV1": fields,
      ]
      metadata = .mapping(entries + [.init("managedFields", [manager])])
    }
    return [
      "kind": "Deployment", "apiVersion": "apps/v1", "metadata": metadata,
      "spec": [
        "replicas": 2, "selector": ["matchLabels": labels],
        "template": [
          "metadata": ["creationTimestamp": .null, "labels": labels], "spec": podSpec(containers),
        ],
        "strategy": [
          "type": "RollingUpdate",
          "rollingUpdate": ["maxUnavailable": "25%", "maxSurge": "25%"],
        ],
        "revisionHistoryLimit": 10, "progressDeadlineSeconds": 600,
      ], "status": [:],
    ]
  }

  private static func podSpec(_ containers: Int) -> Value {
    [
      "containers": .sequence((0..<containers).map(container)),
      "volumes": [
        ["name": "config", "configMap": ["name": "web-config", "defaultMode": 420]],
        ["name": "cache", "emptyDir": ["sizeLimit": "64Mi"]],
      ],
      "topologySpreadConstraints": [
        [
          "maxSkew": 1, "topologyKey": "topology.kubernetes.io/zone",
          "whenUnsatisfiable": "ScheduleAnyway",
        ]
      ],
      "restartPolicy": "Always",
      "terminationGracePeriodSeconds": 30, "dnsPolicy": "ClusterFirst",
      "securityContext": ["seccompProfile": ["type": "RuntimeDefault"]],
      "schedulerName": "default-scheduler",
    ]
  }

  private static func container(_ number: Int) -> Value {
    [
      "name": .string(number == 0 ? "web" : "web-\(number)"),
      "image": "registry.example.org/shop/web:1.25.1",
      "ports": [
        ["name": "http", "containerPort": 8080, "protocol": "TCP"],
        ["name": "metrics", "containerPort": 9090, "protocol": "TCP"],
      ],
      "env": [["name": "LOG_LEVEL", "value": "info"]],
      "resources": [
        "limits": ["cpu": "500m", "memory": "128Mi"],
        "requests": ["cpu": "100m", "memory": "64Mi"],
      ],
      "readinessProbe": [
        "httpGet": ["path": "/healthz", "port": "http", "scheme": "HTTP"], "timeoutSeconds": 1,
        "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3,
      ],
      "livenessProbe": [
        "httpGet": ["path": "/livez", "port": "http", "scheme": "HTTP"], "timeoutSeconds": 1,
        "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3,
      ],
      "volumeMounts": [
        ["name": "config", "readOnly": true, "mountPath": "/etc/web"],
        ["name": "cache", "mountPath": "/var/cache/web"],
      ],
      "lifecycle": [
        "preStop": ["exec": ["command": ["/bin/sh", "-c", "sleep 5 && kill -QUIT 1"]]]
      ],
      "startupProbe": [
        "httpGet": ["path": "/startupz", "port": "http", "scheme": "HTTP"], "timeoutSeconds": 1,
        "periodSeconds": 2, "successThreshold": 1, "failureThreshold": 30,
      ],
      "envFrom": [["configMapRef": ["name": "web-env"]], ["secretRef": ["name": "web-secrets"]]],
      "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
      "imagePullPolicy": "IfNotPresent",
      "securityContext": [
        "runAsNonRoot": true, "allowPrivilegeEscalation": false, "capabilities": ["drop": ["ALL"]],
      ],
    ]
  }
}
