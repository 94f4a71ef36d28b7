"""Checks a signed PDF by an explicit rule of acceptance (site/docs/verification.md). No Django, no network.

`rule.document_judge` is the entry; `report` holds what it answers, `structure` looks at the bytes,
`trust_rule` at the signer and the time.
"""
