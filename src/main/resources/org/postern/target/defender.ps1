#Requires -Version 5.1
<#
.SYNOPSIS
  Brings the block entries of Postern, policy @SERIAL@, into the Tenant Allow/Block List.
.DESCRIPTION
  Reads defender-entries.csv beside it: names stand there, none in this script. Adds what is
  missing, then removes entries of an earlier policy, which it knows by their note.
.EXAMPLE
  ./defender.ps1 -WhatIf
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param()
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$file = Join-Path $PSScriptRoot 'defender-entries.csv'
if ((Get-FileHash -Algorithm SHA256 -LiteralPath $file).Hash -ne '@SHA256@') {
  throw 'defender-entries.csv is not the table that belongs to this script. Nothing was changed.'
}
$wanted = @(Import-Csv -LiteralPath $file | ForEach-Object { $_.Entry })
$present = @(Get-TenantAllowBlockListItems -ListType Sender -Block)
$there = @($present | ForEach-Object { $_.Value })
$missing = @($wanted | Where-Object { $there -notcontains $_ })
for ($from = 0; $from -lt $missing.Count; $from += 20) {
  $some = @($missing[$from..([Math]::Min($from + 19, $missing.Count - 1))])
  if ($PSCmdlet.ShouldProcess(($some -join ' '), 'Add block entries')) {
    New-TenantAllowBlockListItems -ListType Sender -Block -Entries $some -NoExpiration -Notes 'Postern' | Out-Null
  }
}
foreach ($old in $present) {
  if ($old.Notes -eq 'Postern' -and $wanted -notcontains $old.Value) {
    if ($PSCmdlet.ShouldProcess($old.Value, 'Remove block entry')) {
      Remove-TenantAllowBlockListItems -ListType Sender -Entries $old.Value | Out-Null
    }
  }
}
