// Copyright 2026 InsightPulse AI
// License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

// Calls the instance with the generated client: it is handed the address, the key and a prefix.
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"

	ipai "example.com/ipai"
)

func main() {
	configuration := ipai.NewConfiguration()
	configuration.Servers = ipai.ServerConfigurations{{URL: os.Args[1]}}
	client := ipai.NewAPIClient(configuration)
	call := context.WithValue(context.Background(), ipai.ContextAccessToken, os.Args[2])
	page, _, err := client.DefaultAPI.GetAssets(call).Limit(1).Status([]string{"active"}).Execute()
	if err != nil {
		panic(err)
	}
	prefix, _ := strconv.Atoi(os.Args[3])
	taken, _, err := client.DefaultAPI.PostPrefixesPrefixIdNextAddress(call, int32(prefix)).
		AddressReservation(*ipai.NewAddressReservation()).Execute()
	if err != nil {
		panic(err)
	}
	fmt.Println(page.GetCount(), taken.GetAddress())
}
