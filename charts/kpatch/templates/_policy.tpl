{{- /*
What a policy needs to be sent, as `kpatch-webhook config` computes it: for each rule that is on,
and for each mutator, the kinds of objects that it reads. files/catalogue.yaml says which these are.
Kinds are written GROUP/KIND. Where a kind alone cannot decide, it stays.
*/ -}}

{{- /* The `spec` of the policy, as JSON. */ -}}
{{- define "kpatch.policySpec" -}}
{{- if .Values.policy.text -}}
{{- $policy := fromYaml .Values.policy.text -}}
{{- if or $policy.Error (ne (toString $policy.kind) "Policy") -}}
{{- fail "policy.text is no Policy: it needs apiVersion kpatch.dev/v1alpha1, kind Policy and spec" -}}
{{- end -}}
{{- $policy.spec | default dict | toJson -}}
{{- else -}}
{{- .Values.policy.spec | default dict | toJson -}}
{{- end -}}
{{- end -}}

{{- /* Whether the kind `name` is one of the globs `patterns`: `true` or nothing. */ -}}
{{- define "kpatch.isKind" -}}
{{- $name := .name -}}
{{- $found := false -}}
{{- range .patterns -}}
{{- $pattern := regexQuoteMeta . | replace "\\*" ".*" | replace "\\?" "." | replace "\\[!" "[^" | replace "\\[" "[" | replace "\\]" "]" -}}
{{- if regexMatch (printf "^%s$" $pattern) $name -}}{{- $found = true -}}{{- end -}}
{{- end -}}
{{- if $found -}}true{{- end -}}
{{- end -}}

{{- /*
The kinds of `subject` (`pods`, `objects`, or a list of kinds and `pods`) in all of `scopes`, mappings with `match` and
`exclude`; as JSON {all, kinds}.
*/ -}}
{{- define "kpatch.kinds" -}}
{{- $catalogue := .catalogue -}}
{{- $spec := .spec -}}
{{- $scopes := .scopes -}}
{{- $candidates := list -}}
{{- $all := false -}}
{{- $podKinds := $catalogue.podKinds -}}
{{- range $spec.podTemplates -}}
{{- $podKinds = append $podKinds (printf "%s/%s" (.group | default "") .kind) -}}
{{- end -}}
{{- if kindIs "slice" .subject -}}
{{- range .subject -}}
{{- if eq . "pods" -}}{{- $candidates = concat $candidates $podKinds -}}
{{- else -}}{{- $candidates = append $candidates . -}}{{- end -}}
{{- end -}}
{{- else if eq .subject "pods" -}}
{{- $candidates = $podKinds -}}
{{- else -}}
{{- $all = true -}}
{{- range $scopes -}}
{{- $names := dig "match" "kinds" list . -}}
{{- if and $all $names (not (regexMatch "[*?\\[]" (join "" $names))) -}}
{{- $all = false -}}
{{- range $names -}}
{{- $name := . -}}
{{- range (get $catalogue.kinds $name | default (list "*")) -}}
{{- $candidates = append $candidates (printf "%s/%s" . $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $kinds := list -}}
{{- range $candidates -}}
{{- $name := last (splitList "/" .) -}}
{{- $isMeant := not (include "kpatch.isKind" (dict "name" $name "patterns" (dig "exclude" "kinds" list $spec))) -}}
{{- range $scopes -}}
{{- $wanted := dig "match" "kinds" list . -}}
{{- if and $wanted (not (include "kpatch.isKind" (dict "name" $name "patterns" $wanted))) -}}
{{- $isMeant = false -}}
{{- end -}}
{{- if include "kpatch.isKind" (dict "name" $name "patterns" (dig "exclude" "kinds" list .)) -}}
{{- $isMeant = false -}}
{{- end -}}
{{- end -}}
{{- if $isMeant -}}{{- $kinds = append $kinds . -}}{{- end -}}
{{- end -}}
{{- dict "all" $all "kinds" $kinds | toJson -}}
{{- end -}}

{{- /*
What the mapping `rules` of a policy says of the rule `id`, the most specific key first: as JSON
{isSaid, isOn, scope}.
*/ -}}
{{- define "kpatch.setting" -}}
{{- $said := dict "isSaid" false "isOn" false "scope" dict -}}
{{- $rules := .rules -}}
{{- range list "*" (printf "%s/*" (first (splitList "/" .id))) .id -}}
{{- if hasKey $rules . -}}
{{- $setting := get $rules . -}}
{{- $_ := set $said "isSaid" true -}}
{{- if kindIs "map" $setting -}}
{{- $_ := set $said "scope" (pick $setting "match" "exclude") -}}
{{- $_ := set $said "isOn" (not (has (toString $setting.action) (list "off" "false"))) -}}
{{- else -}}
{{- $_ := set $said "scope" dict -}}
{{- $_ := set $said "isOn" (not (has (toString $setting) (list "off" "false"))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $said | toJson -}}
{{- end -}}

{{- /* The levels of the Pod Security Standards that `podSecurity` asks for, in brackets. */ -}}
{{- define "kpatch.levels" -}}
{{- range list "level" "warn" "audit" -}}
{{- $level := get ($.podSecurity | default dict) . -}}
{{- if kindIs "map" $level -}}{{- $level = $level.level -}}{{- end -}}
{{- if $level -}}[{{ $level }}]{{- end -}}
{{- end -}}
{{- end -}}

{{- /* The kinds that each rule judges at admission: as JSON {ID: {all, kinds, parts}}. */ -}}
{{- define "kpatch.judgedByRules" -}}
{{- $catalogue := .catalogue -}}
{{- $spec := .spec -}}
{{- $levels := include "kpatch.levels" $spec -}}
{{- $preset := $spec.preset | default "recommended" -}}
{{- $judged := dict -}}
{{- range $id, $rule := $catalogue.rules -}}
{{- $isOn := has $preset $rule.presets -}}
{{- if and $levels (hasPrefix "pss/" $id) -}}
{{- $isOn = contains "[restricted]" $levels -}}
{{- if has "baseline" $rule.presets -}}
{{- $isOn = or $isOn (contains "[baseline]" $levels) -}}
{{- end -}}
{{- end -}}
{{- $setting := include "kpatch.setting" (dict "rules" ($spec.rules | default dict) "id" $id) | fromJson -}}
{{- if $setting.isSaid -}}{{- $isOn = $setting.isOn -}}{{- end -}}
{{- $all := false -}}
{{- $kinds := list -}}
{{- if $isOn -}}
{{- $found := include "kpatch.kinds" (dict "catalogue" $catalogue "spec" $spec "subject" $rule.subject "scopes" (list $setting.scope)) | fromJson -}}
{{- $all = $found.all -}}
{{- $kinds = $found.kinds -}}
{{- end -}}
{{- range $spec.overrides -}}
{{- $changed := include "kpatch.setting" (dict "rules" (.rules | default dict) "id" $id) | fromJson -}}
{{- if $changed.isOn -}}
{{- $found := include "kpatch.kinds" (dict "catalogue" $catalogue "spec" $spec "subject" $rule.subject "scopes" (list (pick . "match") $changed.scope)) | fromJson -}}
{{- $all = or $all $found.all -}}
{{- $kinds = concat $kinds $found.kinds -}}
{{- end -}}
{{- end -}}
{{- $_ := set $judged $id (dict "all" $all "kinds" $kinds "parts" ($rule.parts | default list)) -}}
{{- end -}}
{{- $judged | toJson -}}
{{- end -}}

{{- /* What mutators may change, as a list of {subject, scopes}, JSON {targets}. */ -}}
{{- define "kpatch.mutatorTargets" -}}
{{- $targets := list -}}
{{- range $name, $settings := .mutators | default dict -}}
{{- $groups := list -}}
{{- if kindIs "slice" $settings -}}{{- $groups = $settings -}}
{{- else if kindIs "map" $settings -}}{{- $groups = list $settings -}}
{{- else if kindIs "invalid" $settings -}}{{- $groups = list dict -}}{{- end -}}
{{- range $groups -}}
{{- $scopes := list (pick . "match" "exclude") -}}
{{- $subjects := list -}}
{{- if eq $name "prometheus" -}}
{{- $places := .targets | default (list "podTemplates") -}}
{{- if has "podTemplates" $places -}}{{- $subjects = append $subjects "pods" -}}{{- end -}}
{{- if has "services" $places -}}{{- $subjects = append $subjects (list "/Service") -}}{{- end -}}
{{- else if eq $name "linkerd" -}}
{{- $subjects = list "pods" -}}
{{- else if eq $name "irsa" -}}
{{- $subjects = list "pods" (list "/ServiceAccount") -}}
{{- else if has $name (list "labels" "annotations") -}}
{{- $places := .targets | default (list "objects") -}}
{{- if has "podTemplates" $places -}}{{- $subjects = append $subjects "pods" -}}{{- end -}}
{{- if has "objects" $places -}}{{- $subjects = append $subjects "objects" -}}{{- end -}}
{{- else -}}
{{- $subjects = list "objects" -}}
{{- end -}}
{{- range $subjects -}}
{{- $targets = append $targets (dict "subject" . "scopes" $scopes) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- dict "targets" $targets | toJson -}}
{{- end -}}

{{- /* What is to be sent to `/mutate` or `/validate`: as JSON {all, kinds, parts}. */ -}}
{{- define "kpatch.sent" -}}
{{- $spec := include "kpatch.policySpec" .root | fromJson -}}
{{- $catalogue := .root.Files.Get "files/catalogue.yaml" | fromYaml -}}
{{- $judged := include "kpatch.judgedByRules" (dict "spec" $spec "catalogue" $catalogue) | fromJson -}}
{{- $sets := list -}}
{{- if eq .verb "validate" -}}
{{- $sets = values $judged -}}
{{- else -}}
{{- range (include "kpatch.mutatorTargets" $spec | fromJson).targets -}}
{{- $sets = append $sets (include "kpatch.kinds" (dict "catalogue" $catalogue "spec" $spec "subject" .subject "scopes" .scopes) | fromJson) -}}
{{- end -}}
{{- $fixes := dict -}}
{{- range $spec.fix -}}{{- $_ := set $fixes . "fix" -}}{{- end -}}
{{- range $id, $set := $judged -}}
{{- $setting := include "kpatch.setting" (dict "rules" $fixes "id" $id) | fromJson -}}
{{- if and $setting.isSaid (get $catalogue.rules $id).isSafe -}}{{- $sets = append $sets $set -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- $all := false -}}
{{- $kinds := list -}}
{{- $parts := list -}}
{{- range $sets -}}
{{- $all = or $all .all -}}
{{- $kinds = concat $kinds .kinds -}}
{{- if or .all (has "/Pod" .kinds) -}}{{- $parts = concat $parts (.parts | default list) -}}{{- end -}}
{{- end -}}
{{- if $all -}}{{- $kinds = list -}}{{- end -}}
{{- dict "all" $all "kinds" ($kinds | uniq | sortAlpha) "parts" ($parts | uniq | sortAlpha) | toJson -}}
{{- end -}}
