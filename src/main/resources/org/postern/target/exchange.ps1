#Requires -Version 5.1
<#
.SYNOPSIS
  Brings the mail flow rules of Postern, policy @SERIAL@, into Exchange.
.DESCRIPTION
  Reads exchange-rules.csv beside it: names stand there, none in this script. Changes each rule in
  place, adds what is missing, and only then removes what is left over, so that no name goes
  without its rule meanwhile. Rules of others are not touched.
.EXAMPLE
  ./exchange.ps1 -RedirectTo quarantine@example.mil -WhatIf
.EXAMPLE
  ./exchange.ps1 -Quarantine -WhatIf
#>
[CmdletBinding(SupportsShouldProcess = $true, DefaultParameterSetName = 'Redirect')]
param(
  [Parameter(Mandatory = $true, ParameterSetName = 'Redirect')]
  [string] $RedirectTo,
  [Parameter(Mandatory = $true, ParameterSetName = 'Quarantine')]
  [switch] $Quarantine
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'

$file = Join-Path $PSScriptRoot 'exchange-rules.csv'
if ((Get-FileHash -Algorithm SHA256 -LiteralPath $file).Hash -ne '@SHA256@') {
  throw 'exchange-rules.csv is not the table that belongs to this script. Nothing was changed.'
}
$wanted = @(Import-Csv -LiteralPath $file | Group-Object -Property Rule)
$present = @(Get-TransportRule -ResultSize Unlimited)
$ours = @($present | Where-Object { $_.Name -like 'Postern *' })
$others = $present.Count - $ours.Count
if ($others + $wanted.Count -gt 300) {
  throw ('There is room for 300 rules; ' + $others + ' are there already. Nothing was changed.')
}

$priority = 0
foreach ($group in $wanted) {
  $first = $group.Group[0]
  $settings = @{
    SetHeaderName  = 'X-Postern-Divert'
    SetHeaderValue = 'class=' + $first.Class + '; policy-serial=@SERIAL@; gateway=exchange'
    Mode           = 'Enforce'
  }
  $settings[$first.Condition] = @($group.Group | ForEach-Object { $_.Value })
  if ($Quarantine) {
    $settings['Quarantine'] = $true
  } else {
    $settings['RedirectMessageTo'] = $RedirectTo
    $settings['StopRuleProcessing'] = $true
  }
  if ($PSCmdlet.ShouldProcess($group.Name, 'Set transport rule')) {
    if ($ours | Where-Object { $_.Name -eq $group.Name }) {
      Set-TransportRule -Identity $group.Name -Priority $priority @settings
    } else {
      New-TransportRule -Name $group.Name -Priority $priority @settings | Out-Null
    }
  }
  $priority = $priority + 1
}
foreach ($old in $ours) {
  if (-not ($wanted | Where-Object { $_.Name -eq $old.Name })) {
    if ($PSCmdlet.ShouldProcess($old.Name, 'Remove transport rule')) {
      Remove-TransportRule -Identity $old.Name -Confirm:$false
    }
  }
}
