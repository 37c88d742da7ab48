{{- /* `rules` of the webhook `verb` from what is to be `sent`: a YAML list, or nothing. */ -}}
{{- define "kpatch.rules" -}}
{{- $sent := .sent -}}
{{- $verb := .verb -}}
{{- $catalogue := .catalogue -}}
{{- $sorts := dict -}}
{{- if $sent.all -}}
{{- $_ := set $sorts "*|CREATE,UPDATE|*" (list "*") -}}
{{- end -}}
{{- range $sent.kinds -}}
{{- $parts := splitList "/" . -}}
{{- $group := first $parts -}}
{{- $kind := last $parts -}}
{{- $plural := lower $kind -}}
{{- if has $plural $catalogue.plurals -}}
{{- else if hasSuffix "s" $plural -}}{{- $plural = printf "%ses" $plural -}}
{{- else if hasSuffix "y" $plural -}}{{- $plural = printf "%sies" (trimSuffix "y" $plural) -}}
{{- else -}}{{- $plural = printf "%ss" $plural -}}
{{- end -}}
{{- /* What cannot change after it was made need not be mutated again. */ -}}
{{- $operations := "CREATE,UPDATE" -}}
{{- if and (eq $verb "mutate") (has . (list "/Pod" "batch/Job")) -}}{{- $operations = "CREATE" -}}{{- end -}}
{{- /* Whether others' kinds are in namespaces is told by definitions that are not at hand. */ -}}
{{- $scope := "*" -}}
{{- if has . $catalogue.clusterKinds -}}{{- $scope = "Cluster" -}}
{{- else if has . $catalogue.namespacedKinds -}}{{- $scope = "Namespaced" -}}{{- end -}}
{{- $sort := printf "%s|%s|%s" $group $operations $scope -}}
{{- $_ := set $sorts $sort (append (get $sorts $sort | default list) $plural) -}}
{{- end -}}
{{- if eq $verb "validate" -}}
{{- $subresources := list -}}
{{- if has "ephemeralContainers" $sent.parts -}}{{- $subresources = append $subresources "pods/ephemeralcontainers" -}}{{- end -}}
{{- if has "resources" $sent.parts -}}{{- $subresources = append $subresources "pods/resize" -}}{{- end -}}
{{- if $subresources -}}{{- $_ := set $sorts "|UPDATE|Namespaced" $subresources -}}{{- end -}}
{{- end -}}
{{- range $sort := keys $sorts | sortAlpha -}}
{{- $words := splitList "|" $sort -}}
{{- $operations := splitList "," (index $words 1) }}
- apiGroups: [{{ index $words 0 | quote }}]
  apiVersions: ["*"]
  operations: [{{ join ", " $operations }}]
  resources:
    {{- get $sorts $sort | uniq | sortAlpha | toYaml | nindent 4 }}
  scope: {{ index $words 2 | quote }}
{{- end -}}
{{- end -}}

{{- /* Rules given by hand, or computed; with `verb` and `settings`. Nothing where nothing is sent. */ -}}
{{- define "kpatch.webhookRules" -}}
{{- $root := .root -}}
{{- if .settings.rules -}}
{{- toYaml .settings.rules -}}
{{- else if $root.Values.policy.existingConfigMap -}}
{{- fail "webhooks.mutating.rules and webhooks.validating.rules are needed with policy.existingConfigMap: `kpatch-webhook config` computes them; or set enabled to false" -}}
{{- else -}}
{{- $sent := include "kpatch.sent" (dict "root" $root "verb" .verb) | fromJson -}}
{{- $catalogue := $root.Files.Get "files/catalogue.yaml" | fromYaml -}}
{{- include "kpatch.rules" (dict "sent" $sent "verb" .verb "catalogue" $catalogue) -}}
{{- end -}}
{{- end -}}

{{- /* Whether rules name all resources. */ -}}
{{- define "kpatch.isEverything" -}}
{{- range fromYamlArray . -}}{{- if has "*" .resources -}}true{{- end -}}{{- end -}}
{{- end -}}

{{- /* One configuration: `sort`, `verb`, `settings`, `rules`. */ -}}
{{- define "kpatch.webhookConfiguration" -}}
{{- $root := .root -}}
{{- $values := $root.Values -}}
{{- $name := include "kpatch.fullname" $root -}}
{{- $policy := include "kpatch.policySpec" $root | fromJson -}}
{{- $excluded := list "kube-system" "kube-node-lease" $root.Release.Namespace -}}
{{- $excluded = concat $excluded $values.webhooks.excludeNamespaces -}}
{{- range dig "exclude" "namespaces" list $policy -}}
{{- if not (regexMatch "[*?\\[]" .) -}}{{- $excluded = append $excluded . -}}{{- end -}}
{{- end -}}
{{- $annotations := merge (dict) $values.webhooks.annotations -}}
{{- if eq $values.certificates.source "cert-manager" -}}
{{- $_ := set $annotations "cert-manager.io/inject-ca-from" (printf "%s/%s" $root.Release.Namespace $name) -}}
{{- end -}}
apiVersion: admissionregistration.k8s.io/v1
kind: {{ .sort }}WebhookConfiguration
metadata:
  name: {{ include "kpatch.webhookName" $root }}
  labels:
    {{- include "kpatch.labels" $root | nindent 4 }}
  {{- with $annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
webhooks:
  - name: {{ .verb }}.kpatch.dev
    clientConfig:
      service:
        namespace: {{ $root.Release.Namespace }}
        name: {{ $name }}
        path: /{{ .verb }}
        port: {{ $values.service.port | int }}
      {{- if eq $values.certificates.source "secret" }}
      {{- with $values.certificates.caBundle }}
      caBundle: {{ b64enc . }}
      {{- end }}
      {{- end }}
    rules:
      {{- .rules | trim | nindent 6 }}
    # Never what kpatch or a node needs to start: without them it could keep a cold cluster from
    # coming up.
    namespaceSelector:
      {{- with $values.webhooks.namespaceSelector.matchLabels }}
      matchLabels:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      matchExpressions:
        - key: kubernetes.io/metadata.name
          operator: NotIn
          values:
            {{- $excluded | uniq | sortAlpha | toYaml | nindent 12 }}
        {{- with $values.webhooks.namespaceSelector.matchExpressions }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    matchConditions:
      - name: exclude-nodes
        expression: >-
          !(request.resource.group == '' && request.resource.resource == 'nodes')
      - name: exclude-leases
        expression: >-
          !(request.resource.group == 'coordination.k8s.io' && request.resource.resource == 'leases')
      - name: exclude-certificate-signing-requests
        expression: >-
          !(request.resource.group == 'certificates.k8s.io' && request.resource.resource == 'certificatesigningrequests')
      - name: exclude-mirror-pods
        expression: >-
          !(request.resource.group == '' && request.resource.resource == 'pods') || object == null || !has(object.metadata.annotations) || !('kubernetes.io/config.mirror' in object.metadata.annotations)
      {{- if include "kpatch.isEverything" .rules }}
      - name: exclude-events
        expression: request.resource.resource != 'events'
      - name: exclude-access-reviews
        expression: >-
          !(request.resource.group in ['authentication.k8s.io', 'authorization.k8s.io'])
      {{- end }}
    matchPolicy: Equivalent
    failurePolicy: {{ .settings.failurePolicy }}
    {{- if eq .verb "mutate" }}
    # Other webhooks may add what kpatch reads: a second look changes nothing that it has changed.
    reinvocationPolicy: IfNeeded
    {{- end }}
    sideEffects: None
    timeoutSeconds: {{ .settings.timeoutSeconds | int }}
    admissionReviewVersions: [v1, v1beta1]
{{- end -}}
