# Installs the agent as a service of Windows 10, 11 or Server 2016 and newer, or brings it to this version. Run as administrator:
#   powershell.exe -ExecutionPolicy Bypass -File install.ps1
#Requires -RunAsAdministrator
#Requires -Version 5.1
$ErrorActionPreference = 'Stop'
$service = 'CounterfoilAgent'
$account = "NT SERVICE\$service"
$lib = Join-Path $env:ProgramFiles 'Counterfoil Agent'
$state = Join-Path $env:ProgramData 'Counterfoil Agent'
$package = Join-Path $PSScriptRoot 'package'
$version = (Get-Content -Raw (Join-Path $package 'version')).Trim()

$stopped = $false
# Whatever goes wrong below: a service that was stopped for it runs again.
trap { if ($stopped) { Start-Service $service -ErrorAction SilentlyContinue }; break }

if ($PSVersionTable.PSEdition -eq 'Core') { throw 'Use Windows PowerShell (powershell.exe): only it can compile the service.' }

# Only what passes its own check on this machine becomes the wanted version.
& (Join-Path $package 'node.exe') (Join-Path $package 'agent.mjs') check-install
if ($LASTEXITCODE -ne 0) { throw "Version $version does not pass its own check on this machine. Nothing was changed." }

New-Item -ItemType Directory -Force -Path $lib, "$lib\versions", "$lib\launcher", "$lib\service", $state, "$state\data" | Out-Null
$target = "$lib\versions\$version"
if (Test-Path $target) {
    # Windows moves no folder that a running program has files of open in: the service ends first, and is started below.
    if (Get-Service -Name $service -ErrorAction SilentlyContinue) { $stopped = $true; Stop-Service $service }
    Move-Item $target ("$lib\versions\$version.old-" + [guid]::NewGuid().ToString('N'))
}
Copy-Item -Recurse $package $target
Copy-Item -Force (Join-Path $PSScriptRoot 'launcher\launcher.mjs') "$lib\launcher\launcher.mjs"
if (-not (Test-Path "$lib\launcher\node.exe")) { Copy-Item (Join-Path $package 'node.exe') "$lib\launcher\node.exe" }
Copy-Item -Force (Join-Path $PSScriptRoot 'counterfoil-agent.cmd'), (Join-Path $PSScriptRoot 'uninstall.ps1') $lib
Copy-Item -Force -Recurse (Join-Path $PSScriptRoot 'doc') $lib
if (-not (Test-Path "$state\agent.yaml")) {
    (Get-Content -Raw (Join-Path $PSScriptRoot 'agent.yaml')).Replace('@NAME@', $env:COMPUTERNAME) |
        Set-Content -Encoding ASCII "$state\agent.yaml"
}

if (-not (Get-Service -Name $service -ErrorAction SilentlyContinue)) {
    $executable = "$lib\service\counterfoil-agent-service.exe"
    Add-Type -TypeDefinition (Get-Content -Raw (Join-Path $PSScriptRoot 'ServiceHost.cs')) -OutputAssembly $executable `
        -OutputType WindowsApplication -ReferencedAssemblies 'System.ServiceProcess'
    & sc.exe create $service binPath= "`"$executable`"" start= delayed-auto obj= $account DisplayName= 'Counterfoil store agent' | Out-Null
    if ($LASTEXITCODE -ne 0) { throw "The service could not be made (sc.exe: $LASTEXITCODE)." }
}
# Again after 5 s, 5 s and 30 s, for ever; also when the service ends by itself with an error.
& sc.exe failure $service reset= 86400 actions= restart/5000/restart/5000/restart/30000 | Out-Null
& sc.exe failureflag $service 1 | Out-Null
& sc.exe sidtype $service unrestricted | Out-Null
# Not the folder's heirs of rights, not other users: the system, administrators and the service alone.
& icacls.exe $state /inheritance:r /grant:r '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' "${account}:(OI)(CI)F" | Out-Null
if ($LASTEXITCODE -ne 0) { throw "The rights of $state could not be set (icacls: $LASTEXITCODE)." }

$before = if (Test-Path "$lib\wanted") { (Get-Content -Raw "$lib\wanted").Split(' ')[0] } else { '' }
Set-Content -NoNewline -Encoding ASCII "$lib\wanted.new" "$version $([DateTime]::UtcNow.ToString('o'))"
Move-Item -Force "$lib\wanted.new" "$lib\wanted"
# The version before stays, for the way back; older ones go unless they still run.
$healthy = if (Test-Path "$state\launcher.json") { (Get-Content -Raw "$state\launcher.json" | ConvertFrom-Json).healthy } else { '' }
if ($version -ne $before) {
    Get-ChildItem "$lib\versions" -Directory | Where-Object { $_.Name -notin @($version, $before, $healthy) } |
        ForEach-Object { Remove-Item -Recurse -Force $_.FullName -ErrorAction SilentlyContinue }
}

# A running launcher takes the new version by itself once no payment is under way.
Start-Service $service
Write-Host "Counterfoil agent $version is installed. Enrol it: & '$lib\counterfoil-agent.cmd' enrol CODE --hub https://hub.example:4000"
