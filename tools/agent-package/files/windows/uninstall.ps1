# Takes the agent away; -Purge also its config and its record. Events the hub has not got are told and kept. Run as administrator.
#Requires -RunAsAdministrator
param([switch]$Purge)
$ErrorActionPreference = 'Stop'
$service = 'CounterfoilAgent'
$lib = Join-Path $env:ProgramFiles 'Counterfoil Agent'
$state = Join-Path $env:ProgramData 'Counterfoil Agent'
$stamp = [DateTime]::UtcNow.ToString('yyyyMMddTHHmmssZ')

if (Get-Service -Name $service -ErrorAction SilentlyContinue) {
    Stop-Service $service -ErrorAction SilentlyContinue
    & sc.exe delete $service | Out-Null
}
$waiting = '0'
if (Test-Path "$lib\counterfoil-agent.cmd") { $waiting = (& "$lib\counterfoil-agent.cmd" unsent --count | Select-Object -Last 1) }
# A record that cannot be asked is not thrown away either.
if (-not $waiting -and (Test-Path "$state\data\outbox.db")) { $waiting = 'An unknown number of' }
if ($waiting -and $waiting -ne '0') {
    Write-Warning "$waiting recorded events have not reached the hub. They stay in $state\data, also with -Purge."
    $export = "$state\unsent-$stamp.counterfoil"
    & "$lib\counterfoil-agent.cmd" export-unsent --to $export --code-file "$export.code"
    if ($LASTEXITCODE -eq 0) {
        Write-Warning "Those of the last enrolment are also in $export, sealed with the code in $export.code. On another machine: counterfoil-agent deliver FILE --code-file FILE.code"
    } else { Write-Warning 'They could not be exported (see above). Install the agent again to deliver them.' }
}
if (Test-Path $lib) { Remove-Item -Recurse -Force $lib }
if ($Purge -and (Test-Path $state)) {
    if ($waiting -and $waiting -ne '0') { Move-Item $state "$state unsent-$stamp" } else { Remove-Item -Recurse -Force $state }
}
Write-Host 'The Counterfoil agent is removed.'
