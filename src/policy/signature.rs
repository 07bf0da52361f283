//! Approvals signed with an SSH key: `ssh-keygen -Y sign -n sluice`, verified here.
//!
//! Format: OpenSSH PROTOCOL.sshsig. Keys: Ed25519 and ECDSA P-256, with the principals that
//! ssh-keygen(1) describes under ALLOWED SIGNERS. A key that is not listed for the person who
//! approves counts as no signature at all.

use crate::error::Problem;
use crate::policy::rules::ApprovalRules;
use ssh_key::{HashAlg, PublicKey, SshSig};

/// What signatures are made for; keeps them from being used elsewhere.
pub const NAMESPACE: &str = "sluice";

/// Checks a signature of `statement` by `who`, and returns the fingerprint of the key.
///
/// # Errors
///
/// A usage problem when the text is no signature, when the key is not one of `who`, or when the
/// signature is of another text.
pub fn verify(
    rules: &ApprovalRules,
    who: &str,
    statement: &str,
    armour: &str,
) -> Result<String, Problem> {
    let signature = SshSig::from_pem(armour).map_err(|err| {
        Problem::usage("that is no SSH signature")
            .hint(format!("make one with `ssh-keygen -Y sign -n {NAMESPACE}`"))
            .because(err.to_string())
    })?;
    let mut listed = false;
    for key in keys_of(&rules.allowed_signers, who) {
        listed = true;
        if key
            .verify(NAMESPACE, statement.as_bytes(), &signature)
            .is_ok()
        {
            return Ok(key.fingerprint(HashAlg::Sha256).to_string());
        }
    }
    if !listed {
        return Err(Problem::usage(format!("the policy lists no key of {who}"))
            .hint("add a line to `allowed_signers` of the policy for decisions"));
    }
    Err(Problem::usage(format!(
        "the signature is not one of {who} over this exception"
    ))
    .hint("sign what `sluice exception statement` prints, without a change"))
}

/// The keys that a file of allowed signers lists for a person. Lines that cannot be read list none.
fn keys_of<'a>(file: &'a str, who: &'a str) -> impl Iterator<Item = PublicKey> + 'a {
    file.lines().filter_map(move |line| {
        let line = line.trim();
        let (principals, rest) = line.split_once(char::is_whitespace)?;
        if line.starts_with('#') || !principals.split(',').any(|it| it.eq_ignore_ascii_case(who)) {
            return None;
        }
        // Options such as `namespaces="sluice"` may stand before the key.
        let at = ["ssh-", "ecdsa-"]
            .iter()
            .filter_map(|it| rest.find(it))
            .min()?;
        PublicKey::from_openssh(rest.get(at..)?.trim()).ok()
    })
}
